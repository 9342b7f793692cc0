// How strict the service is, what it holds, and what an admin may do with it.

import { h, icon } from "./dom.js";
import { ask } from "./api.js";
import { logOut, may, session } from "./session.js";
import { languageChoice, themeChoice } from "./appearance.js";
import { button } from "./live.js";
import { auditPanel } from "./audit.js";
import { exchangePanel } from "./exchange.js";
import { operatingPanel } from "./operating-point.js";
import { bytes, moment, t, whole } from "./i18n.js";

export async function settingsView(signal) {
  const [settings, points, gallery] = await Promise.all([
    ask("GET", "/settings", { signal }), ask("GET", "/operating-points", { signal }), ask("GET", "/gallery", { signal }),
  ]);
  return h("div", { class: "view" },
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("nav.settings"))),
    operatingPanel(settings, points, signal),
    h("div", { class: "columns" }, appearancePanel(), accountPanel()),
    galleryPanel(gallery),
    may("admin") && exchangePanel(signal),
    may("admin") && auditPanel(signal));
}

function appearancePanel() {
  return h("section", { class: "panel" }, h("h2", {}, t("settings.appearance")),
    h("div", { class: "form-grid" },
      h("span", { class: "label" }, t("language")), languageChoice("settings-language"),
      h("span", { class: "label" }, t("theme")), themeChoice("settings-theme")));
}

function accountPanel() {
  return h("section", { class: "panel" }, h("h2", {}, t("settings.account")),
    h("dl", { class: "facts" },
      h("dt", {}, t("settings.key")), h("dd", {}, session.isOpen ? t("settings.noKey") : session.name),
      h("dt", {}, t("settings.role")), h("dd", {}, t(`role.${session.role}`), h("span", { class: "muted" }, ` – ${t(`role.${session.role}.text`)}`)),
      h("dt", {}, t("settings.version")), h("dd", {}, session.version)),
    !session.isOpen && button(t("logout"), async () => { await logOut(); location.reload(); }, { "data-test": "logout" }));
}

function galleryPanel(gallery) {
  const facts = [
    ["people", whole(gallery.people)], ["faces", whole(gallery.faces)], ["unnamed", whole(gallery.unnamedFaces)], ["feedback", whole(gallery.feedback)],
    ["size", bytes(gallery.bytes)], ["created", moment(gallery.created)],
    ["pictures", t(gallery.keepsPictures ? "gallery.pictures.yes" : "gallery.pictures.no")],
    ["encrypted", t(gallery.isEncrypted ? "gallery.encrypted.yes" : "gallery.encrypted.no")],
    ["model", `${gallery.model.name} · ${t("gallery.dimension", { n: gallery.model.dimension })}`],
  ];
  return h("section", { class: "panel" }, h("h2", {}, t("gallery.title")),
    gallery.peopleDue > 0 && h("p", { class: "notice" }, icon("warning"), h("span", {}, t("gallery.due", { n: gallery.peopleDue }))),
    gallery.note && h("p", { class: "muted" }, gallery.note),
    h("dl", { class: "facts two" }, facts.map(([key, value]) => h("div", {}, h("dt", {}, t(`gallery.${key}`)), h("dd", {}, value))),
      h("div", { class: "whole" }, h("dt", {}, t("gallery.fingerprint")), h("dd", {}, h("code", {}, gallery.model.fingerprint)))));
}
