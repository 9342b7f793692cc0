// Photos as pixels: to draw on, and to cut faces from. Nothing here leaves the page.

/** The upright pixels of a photo, or null if this browser cannot read its format (HEIC, mostly). */
export async function pixels(blob) {
  try { return await createImageBitmap(blob); } catch { return null; }
}

/** A small canvas with one face of a photo, or null without pixels. */
export function crop(bitmap, box, side = 96) {
  if (!bitmap) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * 2;      // twice, for dense screens
  canvas.className = "crop";
  canvas.setAttribute("aria-hidden", "true");
  const size = Math.max(box.width, box.height) * 1.35;
  canvas.getContext("2d").drawImage(
    bitmap, box.x + box.width / 2 - size / 2, box.y + box.height / 2 - size / 2, size, size, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A small canvas with the whole photo. */
export function thumbnail(bitmap, side = 56) {
  const size = Math.min(bitmap.width, bitmap.height);
  return crop(bitmap, { x: bitmap.width / 2 - size / 2.7, y: bitmap.height / 2 - size / 2.7, width: size / 1.35, height: size / 1.35 }, side);
}

/** What a canvas shows, as JPEG. */
export function jpeg(canvas) {
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}
