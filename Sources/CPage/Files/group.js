// A group of faces that may be one person's: pictures in a row, and a field for the name.

import { h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { may } from "./session.js";
import { openDialog } from "./dialog.js";
import { button, say } from "./live.js";
import { nameField } from "./names.js";
import { facePicture } from "./picture.js";
import { t, whole } from "./i18n.js";

const firstFaces = 24;

/** A group's row: its node, and what the keyboard can do with it. */
export function groupRow(group, { groups, signal, done }) {
  const chosen = new Set();
  const path = `/groups/${group.id}`;
  const isOpen = group.person === null && may("operator");
  const faces = h("div", { class: "face-row", role: "group", "aria-label": t("group.faces") });
  const split = button(t("group.split"), splitChosen, { kind: "small", "data-test": "group-split" });
  const name = isOpen ? nameField(t("group.name"), {
    test: "group-name", signal, first: group.suggestion ? [group.suggestion.name] : [],
    onkeydown: (event) => {
      if (event.key === "Enter") { event.preventDefault(); assign.click(); }
      if (event.key === "Escape") node.focus();
    },
  }) : null;
  const assign = button(t("group.assign"), () => {
    const text = name.field.value.trim();
    if (text === "") { name.field.focus(); return null; }
    return give({ name: text });
  }, { kind: "small primary", "data-test": "group-assign" });

  async function give(json) {
    const person = await ask("POST", `${path}/assign`, { json, signal });
    await done(t("group.assigned", { name: person.name, n: group.faces.length, text: whole(group.faces.length) }));
  }

  async function splitChosen() {
    if (chosen.size === 0 || chosen.size === group.faces.length) { say(t("group.split.how"), "bad"); return; }
    await ask("POST", `${path}/split`, { json: { faces: [...chosen] }, signal });
    await done(t("group.splitted", { n: chosen.size, text: whole(chosen.size) }));
  }

  function drawFaces(limit) {
    refill(faces, group.faces.slice(0, limit).map((face) => (isOpen ? faceButton(face) : facePicture(face.id, face.hasPicture, face.photo ?? ""))),
      group.faces.length > limit && button(t("group.moreFaces", { n: whole(group.faces.length - limit) }), () => drawFaces(Infinity), { kind: "small" }));
  }

  function faceButton(face) {
    const label = face.photo ?? t("face.number", { id: face.id });
    const one = h("button", {
      type: "button", class: "face-choice", "aria-pressed": "false", "aria-label": t("group.choose", { photo: label }), title: label,
      "data-test": "group-face", "data-face": String(face.id), onclick: () => {
        if (!chosen.delete(face.id)) chosen.add(face.id);
        one.setAttribute("aria-pressed", String(chosen.has(face.id)));
        drawSplit();
      },
    }, facePicture(face.id, face.hasPicture), h("span", { class: "tick-mark" }, icon("check")));
    return one;
  }

  function drawSplit() {
    split.lastChild.textContent = chosen.size > 0 ? t("group.split.n", { n: whole(chosen.size) }) : t("group.split");
    split.setAttribute("aria-disabled", String(chosen.size === 0));
  }

  async function mergeOther() {
    const from = await openDialog(t("group.merge.title"), (close) => h("div", {}, h("p", { class: "muted" }, t("group.merge.text")),
      h("ul", { class: "pick-list" }, groups.filter((other) => other.id !== group.id).map((other) => h("li", {},
        h("button", { type: "button", class: "pick", "data-test": "group-merge-choice", "data-group": String(other.id), onclick: () => close(other.id) },
          other.faces.slice(0, 5).map((face) => facePicture(face.id, face.hasPicture)),
          h("span", { class: "muted" }, t("faces.count", { n: other.faces.length, text: whole(other.faces.length) }))))))), { isWide: true });
    if (from === null) return;
    await ask("POST", `${path}/merge`, { json: { from }, signal });
    await done(t("group.merged"));
  }

  async function confirm() {
    await ask("POST", `${path}/confirm`, { signal });
    await done(t("group.confirmedNow"));
  }

  const node = h("article", { class: "group panel", tabindex: "-1", "data-test": "group", "data-group": String(group.id), "aria-label": t("group.label", { n: group.faces.length }) },
    h("div", { class: "group-head" },
      h("strong", {}, t("faces.count", { n: group.faces.length, text: whole(group.faces.length) })),
      group.isConfirmed && h("span", { class: "badge good" }, icon("check"), t("group.confirmed")),
      group.person !== null && h("a", { href: `#/people/${encodeURIComponent(group.person)}` }, t("group.open")),
      isOpen && group.suggestion && h("span", { class: "suggestion" }, t("group.looksLike", { name: group.suggestion.name }),
        button(t("group.yes"), () => give({ person: group.suggestion.person }), { kind: "small good", symbol: "check", "data-test": "group-suggestion", "aria-label": t("group.yes.label", { name: group.suggestion.name }) })),
      isOpen && h("span", { class: "group-tools" }, split,
        groups.length > 1 && button(t("group.merge"), mergeOther, { kind: "small", "data-test": "group-merge" }),
        !group.isConfirmed && button(t("group.confirm"), confirm, { kind: "small", title: t("group.confirm.text"), "data-test": "group-confirm" }))),
    faces,
    isOpen && h("div", { class: "who-row" }, name.node, assign));
  drawFaces(firstFaces);
  drawSplit();
  return {
    node,
    setCurrent(isCurrent) { if (isCurrent) node.setAttribute("aria-current", "true"); else node.removeAttribute("aria-current"); },
    focusName() { name?.field.focus(); },
    split() { if (isOpen) split.click(); },
  };
}

/** The faces that are in no group yet. */
export function looseFaces(faces, mayGroup) {
  if (faces.length === 0) return null;
  const row = h("div", { class: "face-row small" });
  const draw = (limit) => refill(row, faces.slice(0, limit).map((face) => facePicture(face.id, face.hasPicture, face.photo ?? "")),
    faces.length > limit && button(t("group.moreFaces", { n: whole(faces.length - limit) }), () => draw(Infinity), { kind: "small" }));
  draw(60);
  return h("section", { class: "panel", "data-test": "ungrouped" }, h("h2", {}, t("unknown.loose", { n: faces.length, text: whole(faces.length) })),
    mayGroup && h("p", { class: "muted" }, t("unknown.loose.text")), row);
}
