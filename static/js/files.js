// The photos and PDFs of a form (templates/louzu_forms/files.html): shown before they are sent, each with a cross;
// what is chosen next comes beside them. Photos are made smaller first, one after the other.
import { shrink } from "./shrinking.js";
import { buttonOf, press } from "./submitting.js";

// Before Safari 14.1 only a person may put files into a field: there they go as they were chosen.
function given(files) {
  try {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    return transfer.files;
  } catch { return null; }
}
const able = given([]) !== null;
const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

function pictureOf(file, name) {
  const picture = new Image(160, 128);
  picture.alt = name;
  picture.onload = picture.onerror = (event) => {
    URL.revokeObjectURL(picture.src);
    if (event.type === "error") picture.remove(); else picture.parentElement.className = "";
  };
  picture.src = URL.createObjectURL(file);
  return picture;
}

class Files {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.input = box.querySelector("input[type=file]");
    this.list = box.querySelector("[data-chosen]");
    this.entries = []; // { file, original, item }
    this.shrinking = Promise.resolve();
    this.unready = 0;
    for (const item of this.list.querySelectorAll("li")) this.showKept(item);
    box.querySelector("[data-without-script]")?.remove();
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.input.form.addEventListener("submit", (event) => this.send(event));
    this.input.form.addEventListener("reset", () => { for (const entry of this.entries) entry.item.remove(); this.entries = []; });
    window.addEventListener("pageshow", () => { if (!this.unready) this.say(""); if (this.input.files.length && !this.entries.length) this.take([...this.input.files]); });
  }

  get most() { return Number(this.words.most); }

  say(words, { busy = false } = {}) {
    this.box.querySelector("[data-files-said]").textContent = words;
    this.box.querySelector("progress").hidden = !busy;
  }

  // Chosen with an earlier sending: the server has it.
  showKept(item) {
    const box = item.querySelector("input");
    box.hidden = true;
    this.addCross(item, item.textContent.trim(), () => item.remove());
  }

  addCross(item, name, remove) {
    const cross = document.createElement("button");
    Object.assign(cross, { type: "button", className: "button quiet", textContent: "✕" });
    cross.setAttribute("aria-label", `${this.words.remove} ${name}`);
    cross.addEventListener("click", () => { remove(); this.input.focus(); this.say(this.words.removed); });
    item.append(cross);
  }

  take(found) {
    const fresh = able ? found.filter((file) => !this.entries.some((entry) => same(entry.original, file) || entry.file === file)) : found;
    if (!able || (this.most === 1 && fresh.length)) this.clear();
    const room = this.most - this.list.children.length;
    for (const file of fresh.slice(0, room)) this.add(file);
    this.write();
    if (fresh.length > room) this.say(this.words.tooMany);
  }

  // For one file: what is chosen now stands for what was chosen before.
  clear() {
    for (const item of [...this.list.children]) if (able || !item.querySelector("input")) item.remove();
    this.entries = [];
  }

  add(file) {
    const item = document.createElement("li"), name = document.createElement("span");
    name.textContent = file.name;
    item.className = "bare"; // until there is a picture
    item.append(name);
    const entry = { file, original: file, item };
    this.entries.push(entry);
    this.list.append(item);
    if (able) this.addCross(item, file.name, () => { item.remove(); this.entries = this.entries.filter((one) => one !== entry); this.write(); });
    this.unready += 1;
    this.shrinking = this.shrinking.then(() => this.prepare(entry));
  }

  async prepare(entry) {
    if (able && this.entries.includes(entry)) entry.file = await shrink(entry.file);
    if (entry.file.type.startsWith("image/")) entry.item.append(pictureOf(entry.file, entry.original.name));
    this.unready -= 1;
    this.write();
  }

  write() { if (able) this.input.files = given(this.entries.map((entry) => entry.file)); }

  send(event) {
    if (!this.unready) {
      if (this.list.children.length && !this.input.form.hasAttribute("data-keep")) this.say(this.words.sending, { busy: true });
      return;
    }
    const form = this.input.form, button = buttonOf(event);
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.waiting) return;
    this.waiting = true;
    this.say(this.words.preparing, { busy: true });
    this.shrinking.then(() => { this.waiting = false; this.say(""); press(form, button); });
  }
}

for (const box of document.querySelectorAll("[data-files]")) new Files(box);
