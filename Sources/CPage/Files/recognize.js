// Who is in a photo, or before the camera.

import { h, icon, pause, refill } from "./dom.js";
import { sendPhoto } from "./api.js";
import { button, problemNode, sayProblem } from "./live.js";
import { dropZone, takeDrops, takePastes } from "./drop.js";
import { FacesCanvas } from "./faces-canvas.js";
import { pixels, thumbnail } from "./photo.js";
import { openCamera } from "./camera.js";
import { faceResult } from "./face-result.js";
import { distance, t } from "./i18n.js";

const pace = 400;      // milliseconds from one frame to the next

export async function recognizeView(signal) {
  let photos = [];
  let current = null;
  let camera = null;
  const canvas = new FacesCanvas({ onFace: focusFace });
  const stage = h("div", { class: "stage" });
  const strip = h("div", { class: "strip", role: "group", "aria-label": t("recognize.photos") });
  const aside = h("section", { class: "answers", "aria-label": t("recognize.answers") });
  const status = h("p", { class: "status muted", role: "status" });
  const list = h("ul", { class: "face-list" });
  const problems = h("div", {});
  aside.append(status, problems, list);
  takePastes(takePhotos, signal);
  takeDrops(stage, takePhotos);
  signal.addEventListener("abort", () => camera?.stop());

  const tools = h("div", { class: "tools-row" });
  const zone = dropZone(t("recognize.drop"), t("recognize.drop.hint"), takePhotos, { test: "recognize-file", kind: "large" });
  const another = dropZone(t("recognize.another"), null, takePhotos, { test: "recognize-another", kind: "small" });
  const live = button(t("camera.start"), startCamera, { symbol: "camera", "data-test": "camera-start" });
  const stop = button(t("camera.stop"), stopCamera, { symbol: "cross", "data-test": "camera-stop" });
  const freeze = button(t("camera.freeze"), freezeFrame, { kind: "primary", symbol: "photo", "data-test": "camera-freeze" });

  function draw() {
    const isEmpty = !camera && !current;
    refill(stage, isEmpty ? zone : canvas.node);
    refill(tools, camera ? [freeze, stop] : isEmpty ? live : [another, live]);
    refill(strip, !camera && photos.length > 1 && photos.map((photo) => {
      const node = h("button", {
        type: "button", class: "strip-item", "aria-pressed": String(photo === current), "aria-label": photo.blob.name ?? t("recognize.photo"),
        onclick: () => showPhoto(photo).catch(sayProblem),
      }, photo.bitmap ? thumbnail(photo.bitmap) : icon("photo"));
      return node;
    }));
    if (isEmpty) { status.textContent = t("recognize.hint"); list.replaceChildren(); }
  }

  async function takePhotos(files) {
    camera?.stop();
    camera = null;
    photos = await Promise.all(files.map(async (blob) => ({ blob, bitmap: await pixels(blob), answer: null })));
    await showPhoto(photos[0]).catch(sayProblem);
  }

  async function showPhoto(photo, isAgain = false) {
    current = photo;
    draw();
    problems.replaceChildren();
    if (photo.bitmap) canvas.show(photo.bitmap, photo.bitmap.width, photo.bitmap.height);
    if (!photo.answer || isAgain) {
      // The faces of before stay while the same photo is asked about again, so that nothing jumps.
      if (!isAgain) { list.replaceChildren(); canvas.setFaces([], t("recognize.working")); }
      status.textContent = t("recognize.working");
      aside.setAttribute("aria-busy", "true");
      try {
        photo.answer = await sendPhoto("/identify", photo.blob, { signal, isPatient: true });
      } catch (problem) {
        if (photo === current && problem.name !== "AbortError") { status.textContent = ""; refill(problems, problemNode(problem)); }
        return;
      } finally { aside.removeAttribute("aria-busy"); }
    }
    if (photo !== current) return;
    if (!photo.bitmap) canvas.show(null, photo.answer.width, photo.answer.height);
    showAnswer(photo.answer, photo);
  }

  function showAnswer(answer, photo) {
    canvas.setFaces(answer.faces.map(drawn), summary(answer));
    // A screen reader reads what changes, and must not be made to read each frame.
    if (status.textContent !== summary(answer)) status.textContent = summary(answer);
    const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-face]").dataset.face : null;
    refill(list, answer.faces.map((identified) => faceResult(identified, {
      bitmap: photo?.bitmap ?? null, blob: photo?.blob ?? null, signal,
      onMark: (number) => canvas.mark(number),
      onChange: () => showPhoto(photo, true).catch(sayProblem),
    })));
    if (focused !== null) list.querySelector(`[data-face="${focused}"] :is(a, button, input)`)?.focus();
  }

  async function startCamera() {
    camera = await openCamera();
    current = null;
    if (signal.aborted) { camera.stop(); return; }
    draw();
    problems.replaceChildren();
    list.replaceChildren();
    canvas.setFaces([], t("camera.live"));
    animate(camera);
    watch(camera);
    freeze.focus();
  }

  function animate(mine) {
    if (camera !== mine) return;
    canvas.show(mine.video, mine.width, mine.height, { isMirrored: mine.isMirrored });
    requestAnimationFrame(() => animate(mine));
  }

  // The next frame goes only after the last answer: a slow service is asked less often, not more.
  async function watch(mine) {
    while (camera === mine && !signal.aborted) {
      const begun = performance.now();
      let wait = pace;
      try {
        const answer = await sendPhoto("/identify", await mine.frame(), { query: { top: 1 }, signal });
        if (camera !== mine) return;
        problems.replaceChildren();
        showAnswer(answer, null);
      } catch (problem) {
        if (problem.name === "AbortError") return;
        if (problem.status === 429) wait = 1000 * problem.retryAfter;
        else { refill(problems, problemNode(problem)); wait = 3000; }
      }
      await pause(Math.max(0, wait - (performance.now() - begun)), signal);
    }
  }

  function stopCamera() {
    camera?.stop();
    camera = null;
    canvas.setFaces([], "");
    draw();
    live.focus();
  }

  async function freezeFrame() {
    const blob = await camera.frame();
    await takePhotos([blob]);
  }

  function focusFace(number) {
    if (camera) { freezeFrame().catch(sayProblem); return; }
    list.querySelector(`[data-face="${number}"]`)?.scrollIntoView({ block: "nearest" });
    canvas.mark(number);
    for (const item of list.children) item.classList.toggle("marked", item.dataset.face === String(number));
  }

  draw();
  return h("div", { class: "view" },
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("nav.recognize")), tools),
    h("div", { class: "recognize" }, h("div", { class: "shown" }, stage, strip), aside));
}

function drawn(identified) {
  const names = identified.people.map((one) => one.name).join(" / ");
  const nearest = identified.people[0] ?? identified.candidates[0];
  const against = nearest && `${distance(nearest.squaredDistance)} / ${distance(identified.threshold)}`;
  return { ...identified.face, tone: identified.answer, label: [names || t("answer.nobody"), against].filter(Boolean) };
}

function summary(answer) {
  if (answer.faces.length === 0) return t("recognize.noFace");
  const known = answer.faces.filter((face) => face.answer === "match").length;
  return t("recognize.summary", { n: answer.faces.length, known });
}
