// Asks for a key, where the service wants one.

import { h, icon, refill } from "./dom.js";
import { logIn } from "./session.js";
import { problemNode, run } from "./live.js";
import { t } from "./i18n.js";

/** The form; `enter` is called once the key was right. */
export function loginView(enter) {
  const field = h("input", {
    class: "field", type: "password", id: "key", autocomplete: "current-password", required: true, autofocus: true, maxlength: "200",
    "data-test": "login-key",
  });
  const wrong = h("div", { "aria-live": "assertive" });
  const submit = h("button", { type: "submit", class: "button primary wide", "data-test": "login-submit" }, h("span", {}, t("login.submit")));
  return h("form", {
    class: "login panel", onsubmit: (event) => {
      event.preventDefault();
      run(submit, async () => {
        refill(wrong);
        try { await logIn(field.value.trim()); enter(); } catch (problem) {
          refill(wrong, problemNode(problem.status === 401 ? { reason: "wrong_key" } : problem));
          field.select();
        }
      });
    },
  },
  icon("lock"), h("h1", { tabindex: "-1" }, t("login.title")), h("p", { class: "muted" }, t("login.text")),
  h("label", { for: "key" }, t("login.key")), field, wrong, submit);
}
