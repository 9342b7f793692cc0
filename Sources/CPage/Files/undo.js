// Whatever was done to groups can be taken back, one step after the other.

import { h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { button, run } from "./live.js";
import { moment, t, textIfAny, whole } from "./i18n.js";

/** A bar that says what was done last, and undoes it. */
export function undoBar(signal, onUndone) {
  const last = h("span", { class: "grow muted" });
  const result = h("span", { class: "undo-result", "data-test": "undo-result", role: "status" });
  const undo = button(t("undo"), undoLast, { symbol: "undo", "data-test": "undo", title: "u" });
  const node = h("div", { class: "undo-bar" }, undo, h("div", { class: "undo-text" }, result, last));

  async function undoLast() {
    const { undone } = await ask("POST", "/groups/undo", { signal });
    refill(result, icon(undone ? "check" : "warning"), undone ? t("undo.undone", { what: described(undone) }) : t("undo.nothing"));
    if (undone) await onUndone();
  }

  async function refresh() {
    const { edits } = await ask("GET", "/groups/edits", { signal });
    last.textContent = edits.length > 0 ? t("undo.last", { what: described(edits[0]), when: moment(edits[0].created) }) : t("undo.none");
    undo.setAttribute("aria-disabled", String(edits.length === 0));
  }

  return { node, refresh, run: () => run(undo, undoLast) };
}

function described(edit) {
  return t("undo.what", { action: textIfAny(`action.${edit.action}`) ?? edit.action, n: edit.faces, faces: whole(edit.faces) });
}
