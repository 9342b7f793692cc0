// The shell: which view is shown, who is asking, and what stands around it.

import { h, icon, refill } from "./dom.js";
import { whenUnauthorized } from "./api.js";
import { forget, may, readSession, session } from "./session.js";
import { closeDialogs } from "./dialog.js";
import { problemNode } from "./live.js";
import { languageChoice, themeChoice } from "./appearance.js";
import { loginView } from "./login.js";
import { t } from "./i18n.js";

// A view is a function of what follows its name in the address and of a signal that ends when it is left; it returns a node.
const views = {
  people: async (id, signal) => id
    ? (await import("./person.js")).personView(id, signal)
    : (await import("./people.js")).peopleView(signal),
  recognize: async (_, signal) => (await import("./recognize.js")).recognizeView(signal),
  unknown: async (_, signal) => (await import("./unknown.js")).unknownView(signal),
  compare: async (_, signal) => (await import("./compare.js")).compareView(signal),
  settings: async (_, signal) => (await import("./settings.js")).settingsView(signal),
};

const root = document.documentElement;
let leaving = new AbortController();
let main;
let isFirst = true;

async function start() {
  // A photo that misses its place must not replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  window.addEventListener("hashchange", show);
  document.addEventListener("languagechange", () => { drawShell(); show(); });
  whenUnauthorized(() => {
    if (session === null) return;
    forget();
    drawShell();
    show();
  });
  try { await readSession(); } catch (problem) {
    if (problem.status !== 401) {
      drawShell();
      refill(main, problemNode(problem), h("button", { type: "button", class: "button", onclick: () => location.reload() }, t("retry")));
      root.dataset.ready = "true";
      return;
    }
  }
  drawShell();
  await show();
}

async function show() {
  leaving.abort();
  const signal = (leaving = new AbortController()).signal;
  closeDialogs();
  root.dataset.ready = "false";
  const [name, id] = location.hash.replace(/^#\/?/, "").split("/");      // identifiers need no escapes
  const view = name in views ? name : "people";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  main.setAttribute("aria-busy", "true");
  let node;
  if (session === null) node = loginView(() => { drawShell(); show(); });
  else try { node = await views[view](id, signal); } catch (problem) {
    if (problem.name === "AbortError" || signal.aborted) return;
    node = h("div", { class: "view" }, h("h1", { tabindex: "-1" }, t(`nav.${view}`)), problemNode(problem));
  }
  if (signal.aborted) return;
  refill(main, node);
  main.removeAttribute("aria-busy");
  document.title = `${main.querySelector("h1")?.textContent ?? t(`nav.${view}`)} · FaceNet`;
  // After a step within the page, screen readers start where the new view does.
  if (!isFirst) { main.querySelector("h1")?.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  isFirst = false;
  root.dataset.ready = "true";
}

function drawShell() {
  main = h("main", { id: "main", tabindex: "-1" });
  refill(document.getElementById("app"),
    h("a", { class: "skip-link", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, t("skip")),
    h("header", { class: "bar" },
      h("a", { class: "brand", href: "#/people" }, h("img", { src: "/favicon.svg", alt: "", width: "28", height: "28" }), h("span", {}, "FaceNet")),
      session && h("nav", { "aria-label": t("nav") }, Object.keys(views).map((name) =>
        h("a", { href: `#/${name}`, "data-view": name, "data-test": `nav-${name}` }, icon(name), h("span", {}, t(`nav.${name}`))))),
      h("div", { class: "tools" },
        session && !session.isOpen && h("p", { class: "who muted" }, icon("lock"), h("span", {}, `${session.name} · ${t(`role.${session.role}`)}`)),
        languageChoice("language"), themeChoice("theme"))),
    h("div", { class: "page" },
      session?.isOpen && h("p", { class: "banner", "data-test": "banner-open" }, icon("warning"), h("span", {}, t("banner.open"))),
      session && !may("operator") && h("p", { class: "banner calm" }, icon("lock"), h("span", {}, t("banner.reader"))),
      main));
}

start();
