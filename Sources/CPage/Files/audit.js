// Who did what, in a chain that shows whether anything was changed.

import { h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { button, problemNode } from "./live.js";
import { moment, t, textIfAny } from "./i18n.js";

const pageSize = 50;

/** The trail, read when it is opened: it may be long. */
export function auditPanel(signal) {
  const rows = h("tbody", {});
  const state = h("div", { "aria-live": "polite" });
  const foot = h("div", { class: "more" });
  const table = h("div", { class: "table-scroll" }, h("table", { class: "audit" },
    h("thead", {}, h("tr", {}, ["sequence", "time", "actor", "action", "subjects"].map((key) => h("th", { scope: "col" }, t(`audit.${key}`))))), rows));
  table.hidden = true;
  const open = button(t("audit.open"), () => load(0), { symbol: "lock", "data-test": "audit-open" });

  async function load(after) {
    try {
      const page = await ask("GET", "/audit", { query: { after, limit: pageSize }, signal });
      open.hidden = true;
      table.hidden = false;
      refill(state, h("p", { class: `badge ${page.isIntact ? "good" : "bad"}`, "data-test": "audit-state" }, icon(page.isIntact ? "check" : "warning"),
        t(page.isIntact ? "audit.intact" : "audit.broken")));
      rows.append(...page.entries.map(row));
      refill(foot, page.next !== null && button(t("more"), () => load(page.next)));
    } catch (problem) { refill(state, problemNode(problem)); }
  }

  return h("section", { class: "panel", "data-test": "audit" }, h("h2", {}, t("audit.title")), h("p", { class: "muted" }, t("audit.text")), open, state, table, foot);
}

function row(entry) {
  return h("tr", { title: entry.hash },
    h("td", { class: "numbers" }, String(entry.sequence)), h("td", {}, moment(entry.time)), h("td", {}, entry.actor),
    h("td", {}, textIfAny(`action.${entry.action}`) ?? entry.action),
    h("td", {}, h("code", {}, entry.subjects.slice(0, 3).join(" ")), entry.subjects.length > 3 && ` +${entry.subjects.length - 3}`,
      entry.details && entry.details !== "{}" && h("span", { class: "muted block" }, entry.details)));
}
