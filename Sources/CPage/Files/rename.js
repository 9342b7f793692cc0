// A heading that becomes a field.

import { h, icon, refill } from "./dom.js";
import { button, run } from "./live.js";
import { t } from "./i18n.js";

/** The name as a heading; with `rename`, beside a pencil that lets it be changed in place. */
export function nameHeading(name, rename) {
  const node = h("div", { class: "name-heading" });
  show();
  return node;

  function show() {
    refill(node, h("h1", { tabindex: "-1" }, name),
      rename && h("button", { type: "button", class: "button icon-only quiet", "aria-label": t("rename"), title: t("rename"), "data-test": "rename", onclick: edit }, icon("pencil")));
  }

  function edit() {
    const field = h("input", { class: "field large", value: name, "aria-label": t("name"), maxlength: "200", "data-test": "rename-name" });
    const save = button(t("save"), submit, { kind: "primary", "data-test": "rename-save" });
    async function submit() {
      const next = field.value.trim();
      if (next === "" || next === name) leave(); else await rename(next);
    }
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") run(save, submit);
      if (event.key === "Escape") leave();
    });
    refill(node, field, save, button(t("cancel"), leave));
    field.select();
  }

  function leave() {
    show();
    node.querySelector("button").focus();
  }
}
