// Faces without a name: kept, grouped, and named a group at a time.

import { h, icon, refill } from "./dom.js";
import { ask, sendPhoto } from "./api.js";
import { may } from "./session.js";
import { button, problemNode, progress, say, sayProblem } from "./live.js";
import { dropZone } from "./drop.js";
import { groupRow, looseFaces } from "./group.js";
import { undoBar } from "./undo.js";
import { t, whole } from "./i18n.js";

const pageSize = 40;

export async function unknownView(signal) {
  let rows = [];
  let current = 0;
  let shown = pageSize;
  const list = h("div", { class: "groups" });
  const count = h("span", { class: "count muted", "aria-live": "polite" });
  const meter = progress("");
  meter.node.hidden = true;
  const problems = h("div", {});
  const undo = undoBar(signal, () => load());
  const cluster = button(t("unknown.cluster"), async () => {
    meter.node.hidden = false;
    meter.set(0, 0, t("unknown.clustering"));
    try {
      const made = await ask("POST", "/groups/cluster", { json: {}, signal });
      say(t("unknown.clustered", { n: made.groups.length, faces: whole(made.grouped), of: whole(made.faces) }));
      await load();
    } finally { meter.node.hidden = true; }
  }, { kind: "primary", symbol: "unknown", "data-test": "cluster" });

  async function load() {
    const [{ groups, ungrouped }] = await Promise.all([ask("GET", "/groups", { signal }), undo.refresh()]);
    const open = groups.filter((group) => group.person === null);
    const named = groups.filter((group) => group.person !== null);
    const faces = open.reduce((sum, group) => sum + group.faces.length, ungrouped.length);
    count.textContent = t("unknown.count", { groups: open.length, n: faces, faces: whole(faces) });
    const act = { groups: open, signal, done: (action) => done(action) };
    rows = open.slice(0, shown).map((group) => groupRow(group, act));
    refill(list,
      rows.map((row) => row.node),
      open.length > shown && h("div", { class: "more" }, button(t("more"), () => { shown += pageSize; return load(); })),
      looseFaces(ungrouped, may("operator")),
      named.length > 0 && h("details", { class: "named" }, h("summary", {}, t("unknown.named", { n: named.length })), named.map((group) => groupRow(group, act).node)),
      faces === 0 && named.length === 0 && h("div", { class: "empty" }, icon("unknown"),
        h("p", {}, h("strong", {}, t("unknown.empty"))), h("p", { class: "muted" }, t(may("operator") ? "unknown.empty.text" : "people.empty.reader"))));
    choose(Math.min(current, rows.length - 1), false);
  }

  // After something was done the keyboard goes on where it was.
  async function done(text) {
    say(text);
    await load();
    if (rows.length > 0) rows[Math.max(current, 0)].node.focus({ preventScroll: true });
  }

  function choose(place, isMoved = true) {
    current = Math.max(0, Math.min(place, rows.length - 1));
    for (const [at, row] of rows.entries()) row.setCurrent(at === current && may("operator"));
    if (isMoved) { rows[current]?.node.focus({ preventScroll: true }); rows[current]?.node.scrollIntoView({ block: "nearest" }); }
  }

  async function take(files) {
    meter.node.hidden = false;
    problems.replaceChildren();
    let [kept, empty] = [0, 0];
    for (const [place, photo] of files.entries()) {
      if (signal.aborted) return;
      meter.set(place, files.length, t("enroll.progress", { done: place + 1, total: files.length }));
      try {
        const { faces } = await sendPhoto("/unknown", photo, { query: { photo: photo.name }, signal, isPatient: true });
        kept += faces.length;
        if (faces.length === 0) empty += 1;
      } catch (problem) {
        if (problem.name === "AbortError") return;
        problems.append(h("div", {}, h("strong", { class: "file" }, photo.name), problemNode(problem)));
      }
    }
    meter.node.hidden = true;
    say(t("unknown.kept", { n: kept, faces: whole(kept), empty }), kept > 0 ? "good" : "bad");
    await load();
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=file]), textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const row = rows[current];
    if (event.key === "j") choose(current + 1);
    else if (event.key === "k") choose(current - 1);
    else if (event.key === "Enter" && row && !event.target.closest("button, a, summary, label")) row.focusName();
    else if (event.key === "u" && may("operator")) undo.run();
    else if (event.key === "s" && row) row.split();
    else return;
    event.preventDefault();
  }, { signal });
  list.addEventListener("focusin", (event) => {
    const place = rows.findIndex((row) => row.node.contains(event.target));
    if (place >= 0 && place !== current) choose(place, false);
  });

  await load();
  return h("div", { class: "view" },
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("nav.unknown")), count),
    may("operator") && h("section", { class: "panel unknown-tools" },
      dropZone(t("unknown.drop"), t("unknown.drop.hint"), (files) => take(files).catch(sayProblem), { test: "unknown-file", symbol: "plus" }),
      cluster),
    meter.node, problems, may("operator") && undo.node,
    may("operator") && h("p", { class: "keys muted" }, t("unknown.keys").split(/(\[[^\]]+\])/).map((part) =>
      part.startsWith("[") ? h("kbd", {}, part.slice(1, -1)) : part)),
    list);
}
