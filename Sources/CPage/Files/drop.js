// A place to drop photos on, which is a file field too: for the keyboard, for phones, for tests.

import { h, icon } from "./dom.js";

/** What a file dialog offers; browsers often do not know HEIC by its type. */
export const photoTypes = "image/*,.heic,.heif,.avif";

/** A drop zone; `onFiles` gets what was dropped or chosen, never nothing. */
export function dropZone(label, hint, onFiles, { accept = photoTypes, isMultiple = true, test, symbol = "photo", kind = "" } = {}) {
  const field = h("input", {
    type: "file", accept, multiple: isMultiple, class: "hidden-field", "data-test": test, "aria-label": label,
    onchange: () => {
      const files = [...field.files];
      field.value = "";       // so that choosing the same file again is a change
      if (files.length > 0) onFiles(files);
    },
  });
  const zone = h("label", { class: `drop ${kind}` }, field, icon(symbol),
    h("span", { class: "drop-text" }, h("strong", {}, label), hint && h("span", { class: "muted" }, hint)));
  takeDrops(zone, onFiles, isMultiple);
  return zone;
}

/** Lets `node` take dropped files. */
export function takeDrops(node, onFiles, isMultiple = true) {
  const mark = (isOver) => node.classList.toggle("over", isOver);
  node.addEventListener("dragover", (event) => { event.preventDefault(); mark(true); });
  node.addEventListener("dragleave", (event) => { if (!node.contains(event.relatedTarget)) mark(false); });
  node.addEventListener("drop", (event) => {
    mark(false);
    if (event.defaultPrevented) return;     // a zone within this one took them
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1));
  });
}

/** Takes pasted photos for as long as the view lasts. */
export function takePastes(onFiles, signal) {
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length > 0) { event.preventDefault(); onFiles(files); }
  }, { signal });
}
