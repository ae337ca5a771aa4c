/** A name written with the finger. What is drawn becomes a picture after each stroke. */
import { asJpeg } from "./camera.js";

export class Signature {
  /** `changed` gets the bytes of the picture, or null when it was wiped. */
  constructor(box, changed) {
    Object.assign(this, { box, changed, canvas: box.querySelector("canvas"), drawing: false });
    this.pen = this.canvas.getContext("2d");
    this.wipe();
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => this.end());
    box.querySelector("[data-wipe]").addEventListener("click", () => {
      this.wipe();
      changed(null);
    });
  }

  wipe() {
    this.pen.fillStyle = "#fff";
    this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Show what was written before. */
  async restore(bytes) {
    const picture = await this.canvas.ownerDocument.defaultView.createImageBitmap(new Blob([bytes]));
    this.pen.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.drawing = true;
    Object.assign(this.pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#0b1a5a" });
    this.pen.beginPath();
    this.pen.moveTo(...this.at(event));
    this.draw(event);
  }

  draw(event) {
    if (!this.drawing) return;
    this.pen.lineTo(...this.at(event));
    this.pen.stroke();
  }

  async end() {
    if (!this.drawing) return;
    this.drawing = false;
    this.changed(new Uint8Array(await (await asJpeg(this.canvas)).arrayBuffer()));
  }

  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) * this.canvas.width) / width, ((clientY - top) * this.canvas.height) / height];
  }
}
