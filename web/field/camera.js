/** A photo made small on the phone. Drawing it anew leaves behind whatever else the file told: place, time, device. */
export const ENOUGH = 200_000;
const TRIES = [[1600, 0.8], [1600, 0.65], [1280, 0.65], [1280, 0.5], [1024, 0.5], [800, 0.5]];

/** The picture as JPEG of about 200 KB at most, upright, as bytes; raises where the file is no picture. */
export async function shrunk(file, window) {
  const picture = await window.createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    for (const [side, quality] of TRIES) {
      const blob = await asJpeg(drawn(picture, side, window.document), quality);
      if (blob.size <= ENOUGH || side === TRIES.at(-1)[0]) return new Uint8Array(await blob.arrayBuffer());
    }
  } finally {
    picture.close();
  }
}

function drawn(picture, side, document) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function asJpeg(canvas, quality = 0.8) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
  });
}
