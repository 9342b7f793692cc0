// What the coach says of a photo, and what a problem is, in the page's language.

import { h, icon } from "./dom.js";
import { language, t, textIfAny } from "./i18n.js";

/** A problem as a sentence: by its reason, or else what the service says. */
export function problemText(problem) {
  return textIfAny(`problem.${problem.reason}`, { seconds: problem.retryAfter })
    ?? (problem.advice?.length > 0 ? adviceText(problem.advice[0]).finding : null)
    ?? textIfAny(`advice.${problem.reason}`, { measured: "–", limit: "–" })
    ?? sentence(problem.detail || t("problem.unavailable"));
}

/** Advice as a finding and a remedy. English comes from the service, which names people; Chinese is made from the numbers. */
export function adviceText(advice) {
  if (language === "en" && advice.finding) return { finding: sentence(advice.finding), remedy: sentence(advice.remedy) };
  const key = `advice.${detailedReason(advice)}`;
  const finding = textIfAny(key, { measured: number(advice.measured), limit: number(advice.limit), name: nameIn(advice.finding) });
  return finding === null
    ? { finding: sentence(advice.finding ?? advice.reason), remedy: sentence(advice.remedy ?? "") }
    : { finding, remedy: t(`${key}.remedy`) };
}

/** A list of advice, the gravest looking gravest; null if there is none. */
export function adviceList(advice = []) {
  if (advice.length === 0) return null;
  return h("ul", { class: "advice" }, advice.map((one) => {
    const { finding, remedy } = adviceText(one);
    return h("li", { class: one.severity, "data-reason": one.reason },
      icon(one.severity === "skip" ? "check" : "warning"),
      h("span", {}, finding, " ", h("span", { class: "muted" }, remedy)));
  }));
}

/** What the coach says of a face that nobody wants to enroll: a hint, and not what covers it, which a chip says. */
export function hints({ advice }) {
  return advice.filter(({ reason }) => !reason.startsWith("occluded_")).map((one) => ({ ...one, severity: "note" }));
}

// One reason has several findings, which only the service's English tells apart.
function detailedReason({ reason, measured, limit, finding = "" }) {
  if (reason === "badly_lit") {
    if (/contrast/.test(finding)) return "badly_lit_flat";
    return measured > limit ? "badly_lit_bright" : "badly_lit";
  }
  if (reason === "turned_away" && /degrees (up|down)/.test(finding)) return "turned_away_up_or_down";
  return reason;
}

function nameIn(finding = "") {
  return /enrolled as (.+?)(?: \(distance.*)?$/.exec(finding)?.[1] ?? null;
}

function number(value) {
  if (value === null || value === undefined) return "–";
  return Number.isInteger(value) || Math.abs(value) >= 10 ? String(Math.round(value)) : value.toFixed(2);
}

function sentence(clause) {
  const text = clause.trim();
  if (text === "") return "";
  return text[0].toUpperCase() + text.slice(1) + (/[.!?。]$/.test(text) ? "" : ".");
}
