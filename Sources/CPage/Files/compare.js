// Two photos, one question.

import { h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { problemNode } from "./live.js";
import { dropZone, takeDrops } from "./drop.js";
import { FacesCanvas } from "./faces-canvas.js";
import { pixels } from "./photo.js";
import { scale } from "./scale.js";
import { distance, oneIn, percent, t } from "./i18n.js";

export async function compareView(signal) {
  const sides = { first: side("first"), second: side("second") };
  const result = h("section", { class: "panel verdict", "aria-live": "polite", "aria-label": t("compare.verdict") }, h("p", { class: "muted" }, t("compare.hint")));
  let asked = 0;

  function side(name) {
    const canvas = new FacesCanvas({ tallest: 52 });
    const place = h("div", { class: "compare-side" });
    const zone = dropZone(t(`compare.${name}`), t("compare.drop"), take, { test: `compare-${name}`, isMultiple: false, kind: "large" });
    takeDrops(place, take, false);
    place.append(zone);
    const one = {
      node: place, blob: null,
      show(face) { canvas.setFaces(face ? [{ ...face, tone: "plain" }] : [], t(`compare.${name}`)); },
    };
    return one;

    async function take([blob]) {
      Object.assign(one, { blob, bitmap: await pixels(blob) });
      // The field stays, small: another photo is one step away.
      zone.classList.replace("large", "small");
      zone.querySelector("strong").textContent = t("compare.another");
      zone.querySelector(".muted")?.remove();
      place.replaceChildren(one.bitmap ? canvas.node : h("p", { class: "empty muted" }, blob.name), zone);
      if (one.bitmap) canvas.show(one.bitmap, one.bitmap.width, one.bitmap.height);
      one.show(null);
      compare();
    }
  }

  async function compare() {
    if (!sides.first.blob || !sides.second.blob) return;
    asked += 1;
    const mine = asked;
    result.setAttribute("aria-busy", "true");
    const form = new FormData();
    form.append("first", sides.first.blob, "first");
    form.append("second", sides.second.blob, "second");
    try {
      const verdict = await ask("POST", "/verify", { body: form, signal, isPatient: true });
      if (mine !== asked) return;
      sides.first.show(verdict.first);
      sides.second.show(verdict.second);
      refill(result, verdictNode(verdict));
    } catch (problem) {
      if (mine === asked && problem.name !== "AbortError") refill(result, problemNode(problem));
    } finally {
      if (mine === asked) result.removeAttribute("aria-busy");
    }
  }

  return h("div", { class: "view" },
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("nav.compare"))),
    h("div", { class: "compare" }, sides.first.node, sides.second.node), result);
}

function verdictNode({ isSame, squaredDistance, threshold, first, second, points }) {
  const sorted = [...points].sort((a, b) => a.threshold - b.threshold);
  const covered = [first, second].map((face) => face.visibility).filter((kind) => kind !== "bare");
  return [
    h("div", { class: `verdict-line ${isSame ? "same" : "different"}`, "data-test": "compare-verdict", "data-same": String(isSame) },
      icon(isSame ? "check" : "cross"), h("div", {},
        h("h2", {}, t(isSame ? "compare.same" : "compare.different")),
        h("p", { class: "muted" }, words({ isSame, squaredDistance, threshold })))),
    scale({ distance: squaredDistance, threshold: threshold.value, end: 4, ticks: sorted.map((point) => point.threshold), isLabelled: true }),
    covered.length > 0 && h("p", { class: "chips" }, [...new Set(covered)].map((kind) => h("span", { class: "chip" }, t(`visibility.${kind}`)))),
    sorted.length > 0 && h("div", { class: "table-scroll" }, h("table", {}, h("caption", {}, t("compare.points")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("compare.points.far")), h("th", { scope: "col" }, t("compare.points.threshold")),
        h("th", { scope: "col" }, t("compare.points.miss")), h("th", { scope: "col" }, t("compare.points.verdict")))),
      h("tbody", {}, sorted.map((point) => {
        const isIn = squaredDistance !== null && squaredDistance <= point.threshold;
        return h("tr", { class: Math.abs(point.threshold - threshold.value) < 1e-6 ? "current" : "" },
          h("td", {}, t("compare.oneIn", { n: oneIn(point.falseAcceptRate) })), h("td", {}, distance(point.threshold)),
          h("td", {}, point.missRate === null ? "–" : percent(point.missRate)),
          h("td", {}, h("span", { class: `badge ${isIn ? "good" : "calm"}` }, t(isIn ? "compare.in" : "compare.out"))));
      })))),
  ];
}

function words({ isSame, squaredDistance, threshold }) {
  const numbers = { distance: distance(squaredDistance), threshold: distance(threshold.value) };
  const rate = threshold.falseAcceptRate;
  return [
    t(isSame ? "compare.within" : "compare.beyond", numbers),
    rate ? t("compare.rate", { n: oneIn(rate) }) : t("compare.noRate"),
  ].join(" ");
}
