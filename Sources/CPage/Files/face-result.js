// One face of a photo: who it is, how sure that is, and what whoever looks at it can say to it.

import { h, refill } from "./dom.js";
import { sendPhoto } from "./api.js";
import { may } from "./session.js";
import { adviceList, hints } from "./coach.js";
import { button, problemNode, say } from "./live.js";
import { nameField } from "./names.js";
import { crop } from "./photo.js";
import { scale } from "./scale.js";
import { distance, oneIn, t, whole } from "./i18n.js";

/** The list's entry; without `blob`, as for a camera's frame, there is nothing to say to it. */
export function faceResult(identified, { bitmap, blob, signal, onMark, onChange }) {
  const { face, answer, people, candidates, threshold } = identified;
  const name = people.map((one) => one.name).join(" / ");
  const nearest = people[0] ?? candidates[0] ?? null;
  const node = h("li", {
    class: `face-result ${answer}`, "data-test": "recognize-face", "data-answer": answer, "data-name": answer === "match" ? name : "", "data-face": String(face.number),
    onpointerenter: () => onMark(face.number), onpointerleave: () => onMark(null), onfocusin: () => onMark(face.number),
  },
  h("div", { class: "face-top" },
    crop(bitmap, face.box, 64),
    h("div", { class: "grow" },
      h("div", { class: "who-line" }, heading(identified, name), h("span", { class: `badge ${{ match: "good", ambiguous: "warn", nobody: "calm" }[answer]}` }, t(`answer.${answer}.badge`))),
      nearest && h("p", { class: "muted numbers" }, t(answer === "nobody" ? "answer.nearest" : "answer.distance", {
        name: nearest.name, distance: distance(nearest.squaredDistance), threshold: distance(threshold) })))),
  nearest && scale({ distance: nearest.squaredDistance, threshold }),
  chips(identified),
  adviceList(hints(face)),
  blob && details(identified));
  if (blob && may("operator")) node.append(actions(identified, { blob, signal, onChange }));
  return node;
}

function heading({ answer, people }, name) {
  if (answer === "nobody") return h("strong", { class: "face-name" }, t("answer.nobody"));
  if (people.length > 1) return h("strong", { class: "face-name" }, name);
  return h("a", { class: "face-name", href: `#/people/${encodeURIComponent(people[0].person)}` }, name);
}

function chips({ face, rejected, isExtrapolated }) {
  const list = [
    face.visibility !== "bare" && t(`visibility.${face.visibility}`),
    rejected.length > 0 && t("answer.rejected", { n: rejected.length }),
    isExtrapolated && t("answer.extrapolated"),
  ].filter(Boolean);
  return list.length > 0 && h("p", { class: "chips" }, list.map((text) => h("span", { class: "chip" }, text)));
}

function details({ candidates, threshold, expectedFPIR, gallerySize }) {
  return [
    h("p", { class: "muted expected" }, gallerySize === 0
      ? t("answer.emptyGallery")
      : t("answer.expected", { n: oneIn(expectedFPIR), size: whole(gallerySize) })),
    candidates.length > 0 && h("details", {}, h("summary", {}, t("answer.candidates", { n: candidates.length })),
      h("ul", { class: "plain candidates" }, candidates.map((one) => h("li", {},
        h("a", { href: `#/people/${encodeURIComponent(one.person)}` }, one.name),
        scale({ distance: one.squaredDistance, threshold }),
        h("span", { class: "numbers" }, distance(one.squaredDistance)))))),
  ];
}

function actions({ face, answer, people, candidates }, { blob, signal, onChange }) {
  const wrong = h("div", { "aria-live": "polite" });

  async function tell(person, kind) {
    await sendPhoto("/feedback", blob, { query: { person: person.person, kind, face: face.number }, signal, isPatient: true });
    say(t(`told.${kind}`, { name: person.name }));
    onChange();
  }

  async function enroll(name) {
    refill(wrong);
    if (name === "") { who.field.focus(); return; }
    try {
      const said = await sendPhoto("/enroll", blob, { query: { name, face: face.number, photo: blob.name }, signal, isPatient: true });
      say(t(said.result === "enrolled" ? "told.enrolled" : "told.skipped", { name: said.name }));
      onChange();
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      refill(wrong, problem.advice.length > 0 ? adviceList(problem.advice) : problemNode(problem));
    }
  }

  async function keep() {
    const { faces } = await sendPhoto("/unknown", blob, { query: { photo: blob.name }, signal, isPatient: true });
    say(t("told.unknown", { n: faces.length, text: whole(faces.length) }));
  }

  const who = nameField(t("answer.who"), {
    test: "who-name", first: candidates.map((one) => one.name), signal,
    onkeydown: (event) => { if (event.key === "Enter") save.click(); },
  });
  const save = button(t("answer.save"), () => enroll(who.field.value.trim()), { kind: "small primary", "data-test": "who-save" });
  if (answer === "nobody") {
    return h("div", { class: "face-actions" }, h("div", { class: "who-row" }, who.node, save),
      button(t("answer.keep"), keep, { kind: "small quiet", symbol: "unknown", "data-test": "keep-unknown", title: t("answer.keep.text") }), wrong);
  }
  const isSure = people.length === 1;
  return h("div", { class: "face-actions" }, people.map((person) => h("div", { class: "say-row" },
    button(isSure ? t("answer.right") : t("answer.is", { name: person.name }), () => tell(person, "samePerson"),
      { kind: "small", symbol: "check", "data-test": "this-is", "data-name": person.name }),
    button(t("answer.wrong", { name: person.name }), () => tell(person, "notThisPerson"),
      { kind: "small", symbol: "cross", "data-test": "not-this", "data-name": person.name }))), wrong);
}
