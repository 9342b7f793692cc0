// A face's picture, or what stands for it where the gallery keeps none.

import { h, icon } from "./dom.js";
import { address } from "./api.js";

/** The picture of an enrolled face. */
export function facePicture(id, hasPicture, alt = "") {
  if (!hasPicture) return h("span", { class: "picture none" }, icon("recognize"));
  return h("img", {
    class: "picture", src: address(`/faces/${id}/picture`), alt, loading: "lazy", decoding: "async", width: "112", height: "112",
    onerror: (event) => event.target.replaceWith(h("span", { class: "picture none" }, icon("recognize"))),
  });
}

/** A person's cover, or their initials. */
export function personPicture(person) {
  if (person.cover !== null && person.cover !== undefined) return facePicture(person.cover, true);
  const node = h("span", { class: "picture initials", "aria-hidden": "true" }, initials(person.name));
  node.style.setProperty("--hue", String(hue(person.id)));
  return node;
}

// Chinese names are told apart by the given name, which stands last; others by first letters.
function initials(name) {
  const characters = [...name.trim()];
  if (/\p{Script=Han}/u.test(name)) return characters.filter((one) => /\p{Script=Han}/u.test(one)).slice(-2).join("");
  const words = name.trim().split(/[\s·-]+/).filter(Boolean);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0].toUpperCase()).join("");
}

function hue(id) {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) % 360;
  return sum;
}
