// Enrolling photos one after another, each with the coach's verdict.

import { h, icon, refill } from "./dom.js";
import { sendPhoto } from "./api.js";
import { adviceList } from "./coach.js";
import { button, problemNode, progress, run, say } from "./live.js";
import { dropZone, takeDrops } from "./drop.js";
import { importRow } from "./import.js";
import { nameField } from "./names.js";
import { crop, pixels, thumbnail } from "./photo.js";
import { t } from "./i18n.js";

/** The panel. With `person`, photos go to them; without, a name is asked for, and a zip archive is taken too. */
export function enrollPanel({ person = null, signal, onChange }) {
  const waiting = [];
  const rows = h("ol", { class: "results", "aria-live": "polite" });
  const meter = progress("");
  meter.node.hidden = true;
  const imports = h("div", { class: "imports" });
  const name = person ? null : nameField(t("enroll.name"), {
    test: "enroll-name", signal, onkeydown: (event) => { if (event.key === "Enter") start.click(); },
  });
  const start = button(t("enroll.start"), enrollAll, { kind: "primary", symbol: "plus", "data-test": "enroll-start" });

  function take(files) {
    const archives = files.filter((file) => /\.zip$/i.test(file.name));
    if (!person) for (const archive of archives) imports.append(importRow(archive, { signal, onChange }));
    const photos = files.filter((file) => !archives.includes(file));
    // What has been judged makes room for what is new.
    if (waiting.length === 0 && meter.node.hidden) rows.replaceChildren();
    for (const photo of photos) {
      const row = resultRow(photo);
      waiting.push({ photo, row });
      rows.append(row.node);
    }
    if (photos.length > 0 && !person && name.field.value.trim() === "") name.field.focus();
    if (photos.length > 0 && person) start.click();
  }

  async function enrollAll() {
    if (waiting.length === 0) { say(t("enroll.noPhotos"), "bad"); return; }
    if (name && name.field.value.trim() === "") { name.field.focus(); say(t("enroll.noName"), "bad"); return; }
    const whom = name?.field.value.trim();
    meter.node.hidden = false;
    const totals = { enrolled: 0, skipped: 0, refused: 0 };
    try {
      // Photos that are dropped meanwhile come into the same queue.
      for (let done = 0; waiting.length > 0; done += 1) {
        meter.set(done, done + waiting.length, t("enroll.progress", { done: done + 1, total: done + waiting.length }));
        const { photo, row } = waiting.shift();
        totals[await enrollOne(photo, row, whom)] += 1;
      }
    } finally { meter.node.hidden = true; }
    say(t("enroll.done", totals), totals.refused > 0 && totals.enrolled === 0 ? "bad" : "good");
    if (totals.refused === 0 && name) name.field.value = "";
    onChange();
  }

  async function enrollOne(photo, row, whom, face = null) {
    row.working();
    const path = person ? `/people/${person.id}/faces` : "/enroll";
    try {
      const said = await sendPhoto(path, photo, { query: { name: person ? null : whom, photo: photo.name, face }, signal, isPatient: true });
      row.show(said.result, adviceList(said.advice));
      return said.result;
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      const choices = problem.reason === "several_faces" && face === null ? chooseFace(photo, async (number) => {
        await enrollOne(photo, row, whom, number);
        onChange();
      }, signal) : null;
      row.show("refused", problem.advice.length > 0 ? adviceList(problem.advice) : problemNode(problem), choices);
      return "refused";
    }
  }

  const zone = dropZone(person ? t("enroll.more") : t("enroll.drop"), t(person ? "enroll.more.hint" : "enroll.drop.hint"), take, {
    test: "enroll-files", accept: person ? undefined : "image/*,.heic,.heif,.avif,.zip", symbol: "plus",
  });
  const panel = h("section", { class: "panel enroll", "aria-label": t("enroll.title") },
    h("div", { class: "enroll-row" }, zone, h("div", { class: "enroll-who" }, name?.node, start)),
    meter.node, rows, imports);
  if (person) start.hidden = true;
  takeDrops(panel, take);
  return panel;
}

/** A photo of the batch, and what became of it. */
function resultRow(photo) {
  const picture = h("span", { class: "thumb" }, icon("photo"));
  const state = h("span", { class: "badge" }, t("enroll.waiting"));
  const more = h("div", { class: "result-more" });
  const node = h("li", { "data-test": "enroll-result" }, picture,
    h("div", { class: "result-text" }, h("div", { class: "result-head" }, h("span", { class: "file" }, photo.name), state), more));
  pixels(photo).then((bitmap) => { if (bitmap) refill(picture, thumbnail(bitmap)); });
  return {
    node,
    working() {
      node.removeAttribute("data-result");
      node.setAttribute("aria-busy", "true");
      state.className = "badge working";
      state.textContent = t("enroll.working");
    },
    show(result, ...details) {
      node.removeAttribute("aria-busy");
      node.dataset.result = result;
      state.className = `badge ${{ enrolled: "good", skipped: "calm", refused: "bad" }[result]}`;
      state.textContent = t(`enroll.${result}`);
      refill(more, ...details);
    },
  };
}

/** The faces of a photo of several, as buttons. */
function chooseFace(photo, choose, signal) {
  const node = h("div", { class: "choose-face" }, h("p", {}, t("enroll.chooseFace")), h("p", { class: "muted" }, t("loading")));
  (async () => {
    try {
      const [bitmap, found] = await Promise.all([pixels(photo), sendPhoto("/detect", photo, { signal, isPatient: true })]);
      node.lastChild.replaceWith(h("div", { class: "face-choices" }, found.faces.map((face) =>
        h("button", {
          type: "button", class: "face-choice", "data-test": "enroll-face", "data-face": String(face.number),
          "aria-label": t("enroll.face", { number: face.number + 1 }), onclick: (event) => run(event.currentTarget, () => choose(face.number)),
        }, crop(bitmap, face.box, 72) ?? String(face.number + 1)))));
    } catch (problem) {
      if (problem.name !== "AbortError") node.lastChild.replaceWith(problemNode(problem));
    }
  })();
  return node;
}
