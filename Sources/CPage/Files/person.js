// One person: what is known of them, their faces, and an end to it.

import { h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { may } from "./session.js";
import { adviceList } from "./coach.js";
import { button, run, say } from "./live.js";
import { confirmed } from "./dialog.js";
import { deletePerson } from "./receipt.js";
import { enrollPanel } from "./enroll.js";
import { facePicture, personPicture } from "./picture.js";
import { mergeDialog } from "./merge.js";
import { nameHeading } from "./rename.js";
import { personDetails } from "./person-details.js";
import { day, distance, moment, t, whole } from "./i18n.js";

export async function personView(id, signal) {
  const path = `/people/${encodeURIComponent(id)}`;
  const [first, faces, feedback] = await Promise.all([
    ask("GET", path, { signal }),
    ask("GET", `${path}/faces`, { signal }),
    ask("GET", "/feedback", { query: { person: id }, signal }),
  ]);
  let person = first;
  const head = h("div", { class: "person-head" });
  const grid = h("ul", { class: "faces-grid", "data-test": "faces-grid" });
  const said = h("div", {});

  async function change(values) {
    person = await ask("PATCH", path, { json: values, signal });
    const isRenaming = head.contains(document.activeElement);
    drawHead();
    if (isRenaming) head.querySelector("h1").focus();
    say(t("saved"));
  }

  async function reload() {
    const [next, list] = await Promise.all([ask("GET", path, { signal }), ask("GET", `${path}/faces`, { signal })]);
    person = next;
    drawHead();
    drawFaces(list.faces);
  }

  function drawHead() {
    refill(head, personPicture(person),
      h("div", {}, nameHeading(person.name, may("operator") ? (name) => change({ name }) : null),
        person.aliases.length > 0 && h("p", { class: "muted" }, t("person.alsoKnown", { names: person.aliases.join(t("list.separator")) })),
        h("p", { class: "muted" }, t("faces.count", { n: person.faces, text: whole(person.faces) }), " · ", t("person.since", { day: day(person.created) })),
        person.retainUntil && h("p", { class: isDue(person.retainUntil) ? "badge bad" : "muted" },
          t(isDue(person.retainUntil) ? "person.due" : "person.until", { day: day(person.retainUntil) }))));
  }

  function drawFaces(list) {
    refill(grid, list.map((face) => faceCard(face, async () => {
      if (!await confirmed(t("face.delete.title"), t("face.delete.text"), t("face.delete"), { isDangerous: true, test: "confirm-delete-face" })) return;
      await ask("DELETE", `${path}/faces/${face.id}`, { signal });
      say(t("face.deleted"));
      await reload();
    })));
    if (list.length === 0) grid.append(h("li", { class: "empty" }, icon("photo"), h("p", { class: "muted" }, t("person.noFaces"))));
  }

  function drawFeedback(list) {
    refill(said, list.length > 0 && h("section", { class: "panel" }, h("h2", {}, t("feedback.title")), h("p", { class: "muted" }, t("feedback.text")),
      h("ul", { class: "plain rows" }, list.map((one) => h("li", {},
        h("span", { class: `badge ${one.kind === "samePerson" ? "good" : "bad"}` }, t(`feedback.${one.kind}`)),
        h("span", { class: "grow muted" }, [moment(one.created), one.note].filter(Boolean).join(" · ")),
        may("operator") && button(t("feedback.withdraw"), async () => {
          await ask("DELETE", `/feedback/${one.id}`, { signal });
          drawFeedback(list.filter((other) => other.id !== one.id));
        }, { kind: "small" }))))));
  }

  drawHead();
  drawFaces(faces.faces);
  drawFeedback(feedback.feedback);
  return h("div", { class: "view" },
    h("a", { class: "back", href: "#/people" }, icon("back"), t("nav.people")),
    head,
    h("section", {}, h("h2", {}, t("person.faces")), grid),
    may("operator") && enrollPanel({ person, signal, onChange: reload }),
    personDetails(person, may("operator") ? change : null),
    said,
    may("operator") && h("section", { class: "panel rows-of-actions" }, h("h2", {}, t("person.manage")),
      h("div", { class: "action-row" }, h("p", {}, h("strong", {}, t("merge.title")), h("span", { class: "muted" }, t("merge.text"))),
        button(t("merge.open"), async () => { if (await mergeDialog(person, signal)) await reload(); }, { symbol: "merge", "data-test": "merge-person" })),
      h("div", { class: "action-row" }, h("p", {}, h("strong", {}, t("delete.title")), h("span", { class: "muted" }, t("delete.text"))),
        button(t("delete.open"), () => deletePerson(person), { kind: "danger", symbol: "trash", "data-test": "delete-person" }))));
}

function isDue(date) { return date < new Date().toISOString().slice(0, 10); }

function faceCard(face, erase) {
  return h("li", { class: "face-card", "data-test": "face-card", "data-face": String(face.id) },
    facePicture(face.id, face.hasPicture),
    h("div", { class: "face-text" },
      h("span", { class: "file", title: face.photo ?? "" }, face.photo ?? t("face.number", { id: face.id })),
      h("span", { class: "muted" }, day(face.created)),
      face.nearest !== null && h("span", { class: "muted", title: t("face.nearest.text") }, t("face.nearest", { distance: distance(face.nearest) })),
      face.drawn && h("span", { class: "badge calm" }, t("face.drawn", { what: face.drawn })),
      face.isConfirmed && h("span", { class: "badge good" }, t("face.confirmed")),
      adviceList(face.advice)),
    may("operator") && h("button", {
      type: "button", class: "button icon-only quiet", "aria-label": t("face.delete.of", { photo: face.photo ?? face.id }), title: t("face.delete"),
      "data-test": "delete-face", onclick: (event) => run(event.currentTarget, erase),
    }, icon("trash")));
}
