// A photo with what was found drawn on it.

const colors = { match: "#3ddc84", ambiguous: "#ffc24b", nobody: "#ffffff", plain: "#7fb2ff" };

/** A canvas that shows a photo or a video's frame, and faces: `{number, box, landmarks, tone, label}`, the label as lines. */
export class FacesCanvas {
  constructor({ onFace = () => {}, tallest = 68 } = {}) {
    this.tallest = tallest;      // in percent of the window
    this.node = document.createElement("canvas");
    this.node.className = "faces";
    this.node.setAttribute("role", "img");
    this.faces = [];
    this.marked = null;
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.node);
    this.node.addEventListener("click", (event) => {
      const face = this.faceAt(event);
      if (face) onFace(face.number);
    });
    this.node.addEventListener("pointermove", (event) => {
      this.node.style.cursor = this.faceAt(event) ? "pointer" : "";
    });
  }

  /** Takes a source, which may be null where the browser cannot read it, and its upright size. */
  show(source, width, height, { isMirrored = false } = {}) {
    Object.assign(this, { source, width, height, isMirrored });
    this.node.style.aspectRatio = `${width} / ${height}`;
    this.node.style.maxWidth = `min(100%, calc(${this.tallest}vh * ${width / height}), ${Math.max(width, 640)}px)`;
    this.draw();
  }

  setFaces(faces, label) {
    this.faces = faces;
    this.node.setAttribute("aria-label", label);
    this.draw();
  }

  /** Makes one face stand out, or none. */
  mark(number) {
    this.marked = number;
    this.draw();
  }

  draw() {
    const shown = this.node.clientWidth;
    if (!this.width || shown === 0) return;
    const density = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.round(shown * density);
    const height = Math.round((width * this.height) / this.width);
    if (this.node.width !== width || this.node.height !== height) Object.assign(this.node, { width, height });
    const pen = this.node.getContext("2d");
    pen.fillStyle = "#20242c";
    pen.fillRect(0, 0, width, height);
    if (this.source) {
      pen.save();
      if (this.isMirrored) { pen.translate(width, 0); pen.scale(-1, 1); }
      pen.drawImage(this.source, 0, 0, width, height);
      pen.restore();
    }
    for (const face of this.faces) this.drawFace(pen, face, width / this.width, density);
    // Labels last: a box must not cross out a name.
    const taken = [];
    for (const face of this.faces) if (face.label) this.drawLabel(pen, face, taken, density);
  }

  drawFace(pen, face, factor, density) {
    const isMarked = face.number === this.marked;
    const { x, y, width, height } = this.placed(face.box, factor);
    const color = colors[face.tone] ?? colors.plain;
    const line = (isMarked ? 4 : 2.5) * density;
    for (const [stroke, by] of [["rgba(0, 0, 0, .55)", 2 * density], [color, 0]]) {
      pen.lineWidth = line + by;
      pen.strokeStyle = stroke;
      pen.beginPath();
      pen.roundRect(x, y, width, height, 6 * density);
      pen.stroke();
    }
    for (const [pointX, pointY] of Object.values(face.landmarks ?? {})) {
      pen.beginPath();
      pen.arc((this.isMirrored ? this.width - pointX : pointX) * factor, pointY * factor, 2.6 * density, 0, 7);
      pen.fillStyle = color;
      pen.strokeStyle = "rgba(0, 0, 0, .6)";
      pen.lineWidth = density;
      pen.fill();
      pen.stroke();
    }
  }

  /** A name over the numbers, above the box or under it, wherever no other label is. */
  drawLabel(pen, face, taken, density) {
    const box = this.placed(face.box, this.node.width / this.width);
    const size = 12.5 * density;
    const fonts = [600, 500].map((weight) => `${weight} ${size}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`);
    const room = Math.max(box.width * 1.5, 116 * density);
    const lines = face.label.map((text, place) => { pen.font = fonts[place]; return shortened(pen, text, room); });
    const width = Math.max(...lines.map((text, place) => { pen.font = fonts[place]; return pen.measureText(text).width; })) + 12 * density;
    const height = lines.length * size * 1.3 + 6 * density;
    const gap = 4 * density;
    const left = Math.max(0, Math.min(box.x, this.node.width - width));
    const overlap = (top) => taken.filter((one) =>
      left < one.left + one.width && one.left < left + width && top < one.top + one.height && one.top < top + height).length;
    const tops = [box.y - height - gap, box.y + box.height + gap, box.y - 2 * height - 2 * gap]
      .map((top) => Math.max(0, Math.min(top, this.node.height - height)));
    const top = tops.reduce((best, next) => (overlap(next) < overlap(best) ? next : best));
    taken.push({ left, top, width, height });
    pen.fillStyle = colors[face.tone] ?? colors.plain;
    pen.beginPath();
    pen.roundRect(left, top, width, height, 5 * density);
    pen.fill();
    pen.fillStyle = "#10141b";
    pen.textBaseline = "middle";
    for (const [place, text] of lines.entries()) {
      pen.font = fonts[place];
      pen.fillText(text, left + 6 * density, top + 3 * density + (place + 0.52) * size * 1.3);
    }
  }

  placed(box, factor) {
    const x = this.isMirrored ? this.width - box.x - box.width : box.x;
    return { x: x * factor, y: box.y * factor, width: box.width * factor, height: box.height * factor };
  }

  faceAt(event) {
    const density = this.node.width / this.node.clientWidth;
    const [x, y] = [event.offsetX * density, event.offsetY * density];
    return this.faces.find((face) => {
      const box = this.placed(face.box, this.node.width / this.width);
      return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    });
  }
}

function shortened(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  const characters = [...text];
  while (characters.length > 1 && pen.measureText(characters.join("") + "…").width > room) characters.pop();
  return characters.join("").trimEnd() + "…";
}
