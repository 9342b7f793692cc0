// A field for a name that offers the names that are there.

import { debounced, h } from "./dom.js";
import { ask } from "./api.js";

let count = 0;

/** A text field with names from the gallery; `first` are offered before anything is typed. */
export function nameField(label, { test, first = [], signal, ...props } = {}) {
  count += 1;
  const list = h("datalist", { id: `names-${count}` }, first.map((name) => h("option", { value: name })));
  const offer = debounced(async () => {
    const search = field.value.trim();
    if (search === "" || signal?.aborted) return;
    // A list of names is a help; without it, the field still works.
    const found = await ask("GET", "/people", { query: { search, limit: 8 }, signal }).catch(() => ({ people: [] }));
    list.replaceChildren(...found.people.map((person) => h("option", { value: person.name })));
  });
  const field = h("input", {
    type: "text", class: "field", placeholder: label, "aria-label": label, list: list.id, maxlength: "200",
    autocomplete: "off", autocapitalize: "words", spellcheck: "false", "data-test": test, oninput: offer, ...props,
  });
  return { field, node: h("span", { class: "name-field" }, field, list) };
}
