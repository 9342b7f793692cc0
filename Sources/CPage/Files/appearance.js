// Language and theme: both follow the system until somebody chooses.

import { h } from "./dom.js";
import { choices, language, setLanguage, t } from "./i18n.js";

/** The choice of a language. Names stand in their own words, so that whoever cannot read the page can still change it. */
export function languageChoice(test) {
  return choice(t("language"), test, choices, language, (next) => {
    setLanguage(next);
    document.dispatchEvent(new Event("languagechange"));
  });
}

/** The choice of a theme. */
export function themeChoice(test) {
  const root = document.documentElement;
  const names = { system: t("theme.system"), light: t("theme.light"), dark: t("theme.dark") };
  return choice(t("theme"), test, names, root.dataset.theme ?? "system", (next) => {
    if (next === "system") delete root.dataset.theme; else root.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch { /* storage is switched off */ }
    for (const other of document.querySelectorAll("[data-choice=theme]")) other.value = next;
  }, "theme");
}

function choice(label, test, names, current, choose, kind = "language") {
  const field = h("select", { class: "field compact", "aria-label": label, title: label, "data-test": test, "data-choice": kind },
    Object.entries(names).map(([value, name]) => h("option", { value, selected: value === current }, name)));
  field.addEventListener("change", () => choose(field.value));
  return field;
}
