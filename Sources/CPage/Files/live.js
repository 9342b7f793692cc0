// What happened, said aloud and shown for a while; and buttons that wait for what they started.

import { h, icon } from "./dom.js";
import { adviceList, problemText } from "./coach.js";

/** Shows a sentence in the corner, which screen readers read. */
export function say(text, tone = "good") {
  const toast = h("div", { class: `toast ${tone}` }, icon(tone === "bad" ? "warning" : "check"), h("span", {}, text));
  const toasts = document.getElementById("toasts");
  if (toasts.children.length >= 3) toasts.firstChild.remove();
  toasts.append(toast);
  setTimeout(() => toast.remove(), tone === "bad" ? 9000 : 5000);
}

/** Says what went wrong; a view that was left is none. */
export function sayProblem(problem) {
  if (problem.name !== "AbortError") say(problemText(problem), "bad");
}

/** A problem where the answer would be. */
export function problemNode(problem) {
  return h("div", { class: "notice bad", role: "alert" }, icon("warning"),
    h("div", {}, h("p", {}, problemText(problem)), adviceList(problem.advice)));
}

/** A button that runs `action` and is busy until it is done. It stays enabled: a disabled one would lose the focus. */
export function button(label, action, props = {}) {
  const { symbol, kind = "", ...rest } = props;
  const node = h("button", { type: "button", class: `button ${kind}`, ...rest }, symbol && icon(symbol), h("span", {}, label));
  node.addEventListener("click", () => run(node, action));
  return node;
}

/** Runs `action` once at a time, `node` being busy meanwhile. */
export async function run(node, action) {
  if (node.getAttribute("aria-busy") === "true" || node.getAttribute("aria-disabled") === "true") return;
  node.setAttribute("aria-busy", "true");
  try { await action(); } catch (problem) { sayProblem(problem); } finally { node.removeAttribute("aria-busy"); }
}

/** A row that says how far something is. */
export function progress(label) {
  const bar = h("progress", { max: "1", value: 0, "aria-label": label });
  const text = h("span", { class: "muted" }, label);
  const node = h("div", { class: "progress", role: "status" }, bar, text);
  return {
    node,
    set(done, total, words) {
      if (total > 0) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
      text.textContent = words;
    },
  };
}
