// Two entries that are one person.

import { debounced, h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { openDialog } from "./dialog.js";
import { button, problemNode, run, say } from "./live.js";
import { personPicture } from "./picture.js";
import { t, whole } from "./i18n.js";

/** Asks whom to merge into `person`; true if somebody was. */
export function mergeDialog(person, signal) {
  return openDialog(t("merge.into", { name: person.name }), (close) => {
    const list = h("ul", { class: "pick-list", "aria-live": "polite" });
    const question = h("div", {});
    const search = h("input", {
      class: "field", type: "search", placeholder: t("people.search"), "aria-label": t("people.search"), autofocus: true, "data-test": "merge-search",
      oninput: debounced(load),
    });

    async function load() {
      try {
        const found = await ask("GET", "/people", { query: { search: search.value.trim(), limit: 12 }, signal });
        const others = found.people.filter((other) => other.id !== person.id);
        refill(list, others.map((other) => h("li", {}, h("button", {
          type: "button", class: "pick", "data-test": "merge-choice", "data-name": other.name, onclick: () => choose(other),
        }, personPicture(other), h("span", { class: "grow" }, other.name), h("span", { class: "muted" }, t("faces.count", { n: other.faces, text: whole(other.faces) }))))),
        others.length === 0 && h("li", { class: "muted" }, t("people.none")));
      } catch (problem) { refill(list, problemNode(problem)); }
    }

    function choose(other) {
      const yes = button(t("merge.yes", { from: other.name, into: person.name }), async () => {
        await ask("POST", `/people/${person.id}/merge`, { json: { from: other.id }, signal });
        say(t("merge.done", { from: other.name, into: person.name }));
        close(true);
      }, { kind: "primary", symbol: "merge", "data-test": "merge-confirm" });
      refill(question, h("p", { class: "notice" }, icon("warning"), h("span", {}, t("merge.warning", { from: other.name, into: person.name }))),
        h("div", { class: "actions" }, yes));
      yes.focus();
    }

    run(search, load);
    return h("div", {}, search, list, question);
  });
}
