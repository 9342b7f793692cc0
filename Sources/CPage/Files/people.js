// Everybody in the gallery, and the place to add more.

import { debounced, h, icon, refill } from "./dom.js";
import { ask } from "./api.js";
import { may } from "./session.js";
import { button, sayProblem } from "./live.js";
import { personPicture } from "./picture.js";
import { enrollPanel } from "./enroll.js";
import { t, whole } from "./i18n.js";

const pageSize = 60;

export async function peopleView(signal) {
  const grid = h("ul", { class: "people", "data-test": "people-grid" });
  const foot = h("div", { class: "more" });
  const count = h("span", { class: "count muted", "aria-live": "polite" });
  const search = h("input", {
    class: "field", type: "search", placeholder: t("people.search"), "aria-label": t("people.search"), "data-test": "people-search",
    oninput: debounced(() => load().catch(sayProblem)),
  });
  let asked = 0;

  async function load(after = null) {
    asked += 1;
    const mine = asked;
    const page = await ask("GET", "/people", { query: { search: search.value.trim(), after, limit: pageSize }, signal });
    if (mine !== asked) return;      // somebody typed on
    if (after === null) grid.replaceChildren();
    grid.append(...page.people.map(card));
    count.textContent = t("people.count", { n: page.total, text: whole(page.total) });
    grid.hidden = grid.children.length === 0;
    refill(foot, page.next ? button(t("more"), () => load(page.next), { "data-test": "people-more" }) : grid.hidden && empty(page.total));
  }

  function empty(total) {
    const isSearch = total > 0;
    return h("div", { class: "empty" }, icon(isSearch ? "search" : "people"),
      h("p", {}, h("strong", {}, t(isSearch ? "people.none" : "people.empty"))),
      h("p", { class: "muted" }, t(isSearch ? "people.none.text" : may("operator") ? "people.empty.text" : "people.empty.reader")));
  }

  await load();
  return h("div", { class: "view" },
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("nav.people")), count, h("div", { class: "search" }, icon("search"), search)),
    may("operator") && enrollPanel({ signal, onChange: () => load().catch(sayProblem) }),
    grid, foot);
}

function card(person) {
  return h("li", {}, h("a", { class: "person-card", href: `#/people/${encodeURIComponent(person.id)}`, "data-test": "person-card", "data-name": person.name },
    personPicture(person),
    h("span", { class: "name" }, person.name),
    h("span", { class: "muted" }, t("faces.count", { n: person.faces, text: whole(person.faces) }))));
}
