// Copies of the gallery: a backup beside it, an export to take away, an import of one.

import { h, refill } from "./dom.js";
import { address, ask } from "./api.js";
import { button, problemNode, say } from "./live.js";
import { dropZone } from "./drop.js";
import { bytes, t, whole } from "./i18n.js";

export function exchangePanel(signal) {
  const result = h("div", { "aria-live": "polite" });

  async function backUp() {
    refill(result, h("p", { class: "muted" }, t("backup.working")));
    try {
      const made = await ask("POST", "/backup", { signal });
      refill(result, h("p", { "data-test": "backup-result" }, t("backup.done", { file: made.file, size: bytes(made.bytes) })));
    } catch (problem) { refill(result, problemNode(problem)); }
  }

  async function take([file]) {
    refill(result, h("p", { class: "muted" }, t("import.sending", { file: file.name })));
    try {
      const added = await ask("POST", "/import", { body: file, type: "application/x-ndjson", signal });
      const numbers = Object.fromEntries(["people", "faces", "feedback", "known"].map((key) => [key, whole(added[key])]));
      refill(result, h("p", { "data-test": "import-result" }, t("restore.done", numbers), " ",
        added.removed.length > 0 && t("restore.removed", { n: added.removed.length })));
    } catch (problem) {
      if (problem.name !== "AbortError") refill(result, problemNode(problem));
    }
  }

  return h("section", { class: "panel rows-of-actions" }, h("h2", {}, t("exchange.title")),
    h("div", { class: "action-row" }, h("p", {}, h("strong", {}, t("backup.title")), h("span", { class: "muted" }, t("backup.text"))),
      button(t("backup.start"), backUp, { symbol: "archive", "data-test": "backup" })),
    h("div", { class: "action-row" }, h("p", {}, h("strong", {}, t("export.title")), h("span", { class: "muted" }, t("export.text"))),
      h("a", { class: "button", href: address("/export"), download: "gallery.ndjson", "data-test": "export", onclick: () => say(t("export.started")) }, h("span", {}, t("export.start")))),
    h("div", { class: "action-row" }, h("p", {}, h("strong", {}, t("restore.title")), h("span", { class: "muted" }, t("restore.text"))),
      dropZone(t("restore.start"), null, take, { accept: ".ndjson,.jsonl,application/x-ndjson", isMultiple: false, test: "gallery-import", symbol: "archive", kind: "small" })),
    result);
}
