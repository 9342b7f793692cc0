// Deleting a person for good, and the proof of it.

import { h, icon } from "./dom.js";
import { ask } from "./api.js";
import { openDialog } from "./dialog.js";
import { button } from "./live.js";
import { moment, t, whole } from "./i18n.js";

/** Asks, deletes, and shows the receipt in the place of the question; then the person's page is left. */
export async function deletePerson(person) {
  const isDeleted = await openDialog(t("delete.sure", { name: person.name }), (close, retitle) => {
    const body = h("div", {},
      h("p", {}, t("delete.explain", { n: person.faces, text: whole(person.faces) })),
      h("div", { class: "actions" },
        button(t("cancel"), () => close(false), { autofocus: true }),
        button(t("delete.confirm"), async () => {
          const receipt = await ask("DELETE", `/people/${person.id}`);
          retitle(t("receipt.title", { name: person.name }));
          const done = button(t("receipt.close"), () => close(true), { kind: "primary", "data-test": "receipt-close" });
          body.replaceChildren(receiptNode(receipt), h("div", { class: "actions" }, done));
          done.focus();
          body.dataset.isDeleted = "true";
        }, { kind: "danger", symbol: "trash", "data-test": "confirm-delete" })));
    // Escape closes the receipt as well, and the person is gone all the same.
    queueMicrotask(() => body.closest("dialog").addEventListener("close", () => { if (body.dataset.isDeleted) location.hash = "#/people"; }));
    return body;
  });
  if (isDeleted) location.hash = "#/people";
}

function receiptNode(receipt) {
  const row = (isGood, text) => h("li", { class: isGood ? "good" : "attention" }, icon(isGood ? "check" : "warning"), h("span", {}, text));
  return h("div", { class: "receipt", "data-test": "receipt" },
    h("ul", { class: "checks" },
      row(true, t("receipt.faces", { n: receipt.faces.length, text: whole(receipt.faces.length) })),
      row(true, t("receipt.feedback", { n: receipt.feedback, text: whole(receipt.feedback) })),
      row(receipt.isErased, t(receipt.isErased ? "receipt.erased" : "receipt.notYet")),
      row(receipt.audit.isIntact, t(receipt.audit.isIntact ? "receipt.audit" : "receipt.audit.broken", { sequence: whole(receipt.audit.sequence) })),
      row(receipt.exports.length === 0, t(receipt.exports.length === 0 ? "receipt.noExports" : "receipt.exports"))),
    receipt.exports.length > 0 && h("ul", { class: "plain rows" }, receipt.exports.map((one) =>
      h("li", {}, h("span", { class: "file grow" }, one.file), h("span", { class: "muted" }, moment(one.created))))),
    h("dl", { class: "facts" }, h("dt", {}, t("receipt.id")), h("dd", {}, h("code", {}, receipt.person)),
      h("dt", {}, t("receipt.hash")), h("dd", {}, h("code", {}, receipt.audit.hash))));
}
