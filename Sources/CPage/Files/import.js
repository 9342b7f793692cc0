// A zip archive of people, which the service enrolls by itself while this follows.

import { h, refill } from "./dom.js";
import { ask, followJob } from "./api.js";
import { button, problemNode, progress } from "./live.js";
import { t, textIfAny } from "./i18n.js";

/** A row for one archive, which is sent at once. */
export function importRow(archive, { signal, onChange }) {
  const meter = progress(t("import.sending", { file: archive.name }));
  const actions = h("span", {});
  const result = h("div", { "aria-live": "polite" });
  const node = h("div", { class: "import", "data-test": "import" },
    h("div", { class: "result-head" }, h("strong", { class: "file" }, archive.name), actions), meter.node, result);
  follow().catch((problem) => {
    if (problem.name === "AbortError") return;
    meter.node.hidden = true;
    refill(result, problemNode(problem));
  });
  return node;

  async function follow() {
    meter.set(0, 0, t("import.sending", { file: archive.name }));
    const job = await ask("POST", "/jobs/import", { body: archive, type: "application/zip", signal, isPatient: true });
    refill(actions, button(t("import.stop"), () => ask("DELETE", `/jobs/${job.id}`), { kind: "small" }));
    for await (const now of followJob(job.id, signal)) {
      meter.set(now.done, now.total, t("import.progress", now));
      if (["waiting", "running"].includes(now.state)) continue;
      node.dataset.state = now.state;
      refill(actions);
      meter.node.hidden = true;
      refill(result, h("p", {}, h("span", { class: `badge ${now.state === "done" ? "good" : "bad"}` }, t(`import.${now.state}`)), " ",
        t("import.totals", { enrolled: now.enrolled, skipped: now.skipped, refused: now.refused.length }), now.error && ` ${now.error}`),
      refusals(now.refused));
      onChange();
    }
  }
}

function refusals(refused) {
  if (refused.length === 0) return null;
  return h("details", {}, h("summary", {}, t("import.refused", { n: refused.length })),
    h("ul", { class: "plain" }, refused.map((one) => h("li", {}, h("span", { class: "file" }, one.photo), " ",
      h("span", { class: "muted" }, textIfAny(`problem.${one.reason}`, {}) ?? one.detail)))));
}
