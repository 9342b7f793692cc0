// Questions that must be answered first. A <dialog> keeps the focus inside and gives it back by itself.

import { h, icon } from "./dom.js";
import { button } from "./live.js";
import { t } from "./i18n.js";

let count = 0;

/** Opens a dialog; `fill` gets a function that closes it with a value, and returns what is inside. */
export function openDialog(title, content, { test, isWide = false } = {}) {
  count += 1;
  const label = `dialog-${count}`;
  let answer = null;
  const close = (value = null) => { answer = value; node.close(); };
  const heading = h("h2", { id: label, tabindex: "-1" }, title);
  const body = h("div", { class: "dialog-body" });
  const node = h("dialog", { class: isWide ? "wide" : "", "aria-labelledby": label, "data-test": test },
    h("header", {}, heading,
      h("button", { type: "button", class: "button icon-only quiet", "aria-label": t("close"), onclick: () => close() }, icon("cross"))),
    body);
  body.append(content(close, (next) => { heading.textContent = next; }));
  node.addEventListener("click", (event) => { if (event.target === node) close(); });
  const closed = new Promise((done) => node.addEventListener("close", () => { node.remove(); done(answer); }));
  document.body.append(node);
  node.showModal();
  return closed;
}

/** Asks yes or no; true if yes. */
export async function confirmed(title, text, yes, { isDangerous = false, test } = {}) {
  const answer = await openDialog(title, (close) => h("div", {},
    h("p", {}, text),
    h("div", { class: "actions" },
      button(t("cancel"), () => close(false), { autofocus: isDangerous }),
      button(yes, () => close(true), { kind: isDangerous ? "danger" : "primary", "data-test": test }))));
  return answer === true;
}

/** Closes whatever is open: the view that asked is gone. */
export function closeDialogs() {
  for (const node of document.querySelectorAll("dialog[open]")) node.close();
}
