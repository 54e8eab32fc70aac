// Shrinks a photo to the size that the server stores (louzu/lib/pictures.py), so that sending it takes seconds. If
// this browser cannot draw it, or not upright, the original is sent, and the server shrinks it.
const LONGEST = 2048, READABLE = 1080, MAX_PIXELS = 16_000_000;
const SMALL = 700_000; // bytes; smaller files are sent as they are
const upright = Boolean(window.CSS && CSS.supports("image-orientation", "from-image")); // without this, a canvas ignores EXIF

const load = (url) => new Promise((resolve, reject) => {
  const image = new Image();
  image.onload = () => resolve(image);
  image.onerror = reject;
  image.src = url;
});

function scaleOf({ naturalWidth: width, naturalHeight: height }) {
  const long = Math.max(width, height), short = Math.min(width, height);
  const scale = Math.max(LONGEST / long, Math.min(1, READABLE / short));
  return Math.min(1, scale, Math.sqrt(MAX_PIXELS / (long * short)));
}

function draw(image) {
  const scale = scaleOf(image), canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function drawn(file) {
  const url = URL.createObjectURL(file);
  try {
    const canvas = draw(await load(url));
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    canvas.width = canvas.height = 0; // frees the memory in Safari
    return blob;
  } finally { URL.revokeObjectURL(url); }
}

export async function shrink(file) {
  if (!upright || !file.type.startsWith("image/") || file.size < SMALL) return file;
  try {
    const blob = await drawn(file);
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
  } catch { return file; }
}
