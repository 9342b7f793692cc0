// A distance on a line: near is left, and what is left of the threshold counts as one person.

import { h } from "./dom.js";
import { distance as written, t } from "./i18n.js";

/** A line from 0 to `end` with the threshold's zone, the distance as a dot, and ticks. */
export function scale({ distance, threshold, end = 2.4, ticks = [], isLabelled = false }) {
  const at = (value) => `${(100 * Math.min(Math.max(value, 0), end)) / end}%`;
  const placed = (className, value, ...children) => {
    const node = h("span", { class: className }, ...children);
    node.style.left = at(value);
    return node;
  };
  const zone = h("span", { class: "zone" });
  zone.style.width = at(threshold);
  const isNear = distance !== null && distance !== undefined && distance <= threshold;
  return h("div", {
    class: `scale ${isLabelled ? "labelled" : ""}`, role: "img",
    "aria-label": t("scale.label", { distance: written(distance), threshold: written(threshold) }),
  },
  h("span", { class: "track" }), zone,
  ticks.map((tick) => placed("tick", tick)),
  placed("limit", threshold, isLabelled && h("span", { class: "limit-label" }, t("scale.threshold", { value: written(threshold) }))),
  distance !== null && distance !== undefined
    && placed(`dot ${isNear ? "near" : "far"}`, distance, isLabelled && h("strong", {}, written(distance))),
  isLabelled && [0, 1, 2, 3, 4].filter((value) => value <= end).map((value) => placed("mark", value, String(value))));
}
