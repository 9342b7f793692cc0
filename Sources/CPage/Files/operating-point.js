// One slider: how often a stranger may be taken for somebody, and what that costs.

import { h, refill } from "./dom.js";
import { ask } from "./api.js";
import { may } from "./session.js";
import { say, sayProblem } from "./live.js";
import { distance, oneIn, percent, t, whole } from "./i18n.js";

export function operatingPanel(settings, { identification, people, basis }, signal) {
  const steps = [...identification].sort((a, b) => a.fpir - b.fpir);
  if (steps.length === 0) return h("section", { class: "panel" }, h("h2", {}, t("point.title")), h("p", { class: "muted" }, t("point.none")));
  // Steps are shares; on a logarithm, the nearest is the nearest to the eye as well.
  const far = (step) => Math.abs(Math.log(step.fpir / settings.fpir));
  const chosen = steps.reduce((best, step, place) => (far(step) < far(steps[best]) ? place : best), 0);
  const facts = h("dl", { class: "figures", "aria-live": "polite" });
  const headline = h("p", { class: "headline" });
  const slider = h("input", {
    type: "range", min: "0", max: String(steps.length - 1), step: "1", id: "fpir", disabled: !may("admin"), "data-test": "fpir-slider",
    oninput: show, onchange: save,
  });
  slider.value = String(chosen);

  function show() {
    const step = steps[Number(slider.value)];
    headline.textContent = t("point.headline", { n: oneIn(step.fpir) });
    slider.setAttribute("aria-valuetext", headline.textContent);
    slider.style.setProperty("--at", `${(100 * Number(slider.value)) / Math.max(steps.length - 1, 1)}%`);
    const figure = (name, value, text) => h("div", {}, h("dt", {}, t(`point.${name}`)), h("dd", {}, value), h("dd", { class: "muted" }, text));
    refill(facts,
      figure("threshold", distance(step.threshold), t("point.threshold.text")),
      figure("far", t("compare.oneIn", { n: oneIn(step.falseAcceptRate) }), t("point.far.text")),
      figure("miss", step.missRate === null ? "–" : percent(step.missRate), t(step.missRate === null ? "point.miss.unknown" : "point.miss.text")));
  }

  async function save() {
    try {
      await ask("PATCH", "/settings", { json: { fpir: steps[Number(slider.value)].fpir }, signal });
      say(t("point.saved"));
    } catch (problem) { sayProblem(problem); }
  }

  show();
  return h("section", { class: "panel operating" }, h("h2", {}, h("label", { for: "fpir" }, t("point.title"))),
    h("p", { class: "muted" }, t("point.text", { people: whole(people) })),
    headline,
    slider,
    h("div", { class: "ends muted" }, h("span", {}, t("point.strict")), h("span", {}, t("point.lenient"))),
    facts,
    h("p", { class: "hint" }, t(`point.basis.${basis}`), !may("admin") && ` ${t("point.adminOnly")}`));
}
