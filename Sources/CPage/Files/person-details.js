// What is known of a person besides their faces: other names, consent, how long they may be kept, and anything else.

import { h, icon } from "./dom.js";
import { run } from "./live.js";
import { t } from "./i18n.js";

/** A form of it; only to read without `change`. */
export function personDetails(person, change) {
  const isFixed = change === null;
  const aliases = h("textarea", { class: "field", id: "aliases", rows: "2", readonly: isFixed, "data-test": "aliases" });
  aliases.value = person.aliases.join("\n");      // a name may have a comma, but no line break
  const consent = h("textarea", { class: "field", id: "consent", rows: "2", maxlength: "2000", readonly: isFixed, "data-test": "consent" });
  consent.value = person.consent ?? "";
  const until = h("input", { class: "field", type: "date", id: "until", value: (person.retainUntil ?? "").slice(0, 10), readonly: isFixed, "data-test": "retain-until" });
  const rows = h("div", { class: "pairs" }, Object.entries(person.metadata).map(([key, value]) => pair(key, value)));
  const save = h("button", { type: "submit", class: "button primary", "data-test": "save-details" }, h("span", {}, t("save")));

  function pair(key = "", value = "") {
    const row = h("div", { class: "pair" },
      h("input", { class: "field", value: key, placeholder: t("details.key"), "aria-label": t("details.key"), readonly: isFixed }),
      h("input", { class: "field", value, placeholder: t("details.value"), "aria-label": t("details.value"), maxlength: "1000", readonly: isFixed }),
      !isFixed && h("button", { type: "button", class: "button icon-only quiet", "aria-label": t("details.remove"), onclick: () => row.remove() }, icon("cross")));
    return row;
  }

  function values() {
    const pairs = [...rows.children].map((row) => [...row.querySelectorAll("input")].map((field) => field.value.trim()));
    return {
      aliases: aliases.value.split("\n").map((name) => name.trim()).filter(Boolean),
      consent: consent.value.trim() || null,
      retainUntil: until.value || null,
      metadata: Object.fromEntries(pairs.filter(([key]) => key !== "")),
    };
  }

  let before = values();

  // Only what was changed is sent: somebody else may have changed the rest.
  async function submit() {
    const now = values();
    const changes = Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])));
    if (Object.keys(changes).length > 0) await change(changes);
    before = now;
  }

  return h("form", {
    class: "panel details", onsubmit: (event) => { event.preventDefault(); run(save, submit); },
  },
  h("h2", {}, t("details.title")),
  h("div", { class: "form-grid" },
    h("label", { for: "aliases" }, t("details.aliases")), h("div", {}, aliases, !isFixed && h("p", { class: "hint" }, t("details.aliases.hint"))),
    h("label", { for: "consent" }, t("details.consent")), h("div", {}, consent, !isFixed && h("p", { class: "hint" }, t("details.consent.hint"))),
    h("label", { for: "until" }, t("details.until")), h("div", {}, until, h("p", { class: "hint" }, t("details.until.hint"))),
    h("span", { class: "label" }, t("details.metadata")), h("div", {}, rows,
      !isFixed && h("button", { type: "button", class: "button small", onclick: () => { const row = pair(); rows.append(row); row.firstChild.focus(); } }, icon("plus"), h("span", {}, t("details.add"))))),
  !isFixed && h("div", { class: "actions" }, save));
}
