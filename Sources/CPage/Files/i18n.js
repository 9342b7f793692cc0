// The page's two languages, and how each writes numbers and dates.

import en from "./en.js";
import zh from "./zh.js";

const languages = { en, zh };
const tags = { en: "en", zh: "zh-Hans" };

/** The language in use: `en` or `zh`. */
export let language = remembered() ?? preferred();
document.documentElement.lang = tags[language];

/** What can be chosen, each in its own words. */
export const choices = { en: "English", zh: "中文" };

/** Changes the language and remembers it; whoever calls draws the page anew. */
export function setLanguage(next) {
  language = next;
  document.documentElement.lang = tags[next];
  try { localStorage.setItem("language", next); } catch { /* storage is switched off */ }
}

/** The text of a key; a text that depends on values is a function of them. */
export function t(key, values = {}) {
  const text = languages[language][key] ?? en[key] ?? key;
  return typeof text === "function" ? text(values) : text;
}

/** The text of a key, or null if there is none. */
export function textIfAny(key, values) {
  return key in languages[language] ? t(key, values) : null;
}

function remembered() {
  try {
    const kept = localStorage.getItem("language");
    return kept in languages ? kept : null;
  } catch { return null; }
}

function preferred() {
  const first = (navigator.languages ?? [navigator.language]).find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** A whole number with its separators. */
export function whole(value) { return new Intl.NumberFormat(tags[language]).format(Math.round(value)); }

/** A distance: two decimals tell two photos apart, more would pretend. */
export function distance(value) { return value === null || value === undefined ? "–" : value.toFixed(2); }

/** A share as one in so many, as whoever sets a door would say it. */
export function oneIn(rate) { return whole(1 / Math.max(rate, 1e-12)); }

/** A share in percent, with as many digits as it needs. */
export function percent(rate) {
  return new Intl.NumberFormat(tags[language], { style: "percent", maximumSignificantDigits: 2 }).format(rate);
}

/** A day and a time of it. */
export function moment(text) {
  const date = new Date(text);
  return Number.isNaN(date.valueOf())
    ? text
    : new Intl.DateTimeFormat(tags[language], { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** A day. */
export function day(text) {
  const date = new Date(text);
  return Number.isNaN(date.valueOf()) ? text : new Intl.DateTimeFormat(tags[language], { dateStyle: "medium" }).format(date);
}

/** A size in the unit that suits it. */
export function bytes(count) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let place = 0;
  for (; count >= 1000 && place < units.length - 1; place += 1) count /= 1000;
  return `${place === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[place]}`;
}
