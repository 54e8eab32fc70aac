// Lists a form's chosen files, each with a cross. Choosing more adds to them. Photos are shrunk one after the other.
import { able, given, pictureOf, same } from "./file-fields.js";
import { shrink } from "./shrinking.js";

export class FileList {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.input = box.querySelector("input[type=file]");
    this.list = box.querySelector("[data-chosen]");
    this.entries = []; // { file, original, item }: in the field
    this.ahead = []; // files stored on the server
    this.required = this.input.required;
    this.shrinking = Promise.resolve();
    this.unready = 0;
    for (const item of this.list.querySelectorAll("li")) this.showKept(item);
    box.querySelector("[data-without-script]")?.remove();
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.input.form.addEventListener("reset", () => { for (const entry of this.entries) entry.item.remove(); this.entries = []; });
  }

  // A page from the browser's history may have files in its field that are not listed.
  takeAgain() { if (this.input.files.length && !this.entries.length) this.take([...this.input.files]); }

  get most() { return Number(this.words.most); }

  say(words) { this.box.querySelector("[data-files-said]").textContent = words; }

  // A file of an earlier request, stored on the server.
  showKept(item) {
    const box = item.querySelector("input");
    box.hidden = true;
    this.addCross(item, item.textContent.trim(), () => item.remove());
  }

  addCross(item, name, remove) {
    const cross = document.createElement("button");
    Object.assign(cross, { type: "button", className: "button", textContent: "✕" });
    cross.setAttribute("aria-label", `${this.words.remove} ${name}`);
    cross.addEventListener("click", () => { remove(); this.input.focus(); this.say(this.words.removed); });
    item.append(cross);
  }

  take(found) {
    const known = [...this.entries, ...this.ahead];
    const fresh = able ? found.filter((file) => !known.some((entry) => same(entry.original, file) || entry.file === file)) : found;
    if (!able || (this.most === 1 && fresh.length)) this.clear();
    const room = this.most - this.list.children.length;
    for (const file of fresh.slice(0, room)) this.add(file);
    this.write();
    if (fresh.length > room) this.say(this.words.tooMany);
  }

  // In a field for one file, a new choice replaces the old one.
  clear() {
    for (const item of [...this.list.children]) if (able || !item.querySelector("input")) item.remove();
    this.entries = [];
    this.ahead = [];
  }

  add(file) {
    const item = document.createElement("li"), name = document.createElement("span");
    name.textContent = file.name;
    item.className = "bare"; // until the thumbnail is loaded
    item.append(name);
    const entry = { file, original: file, item };
    this.entries.push(entry);
    this.list.append(item);
    if (able) this.addCross(item, file.name, () => this.remove(entry));
    this.unready += 1;
    this.shrinking = this.shrinking.then(() => this.prepare(entry));
  }

  remove(entry) {
    entry.item.remove();
    for (const which of ["entries", "ahead"]) this[which] = this[which].filter((one) => one !== entry);
    this.write();
  }

  async prepare(entry) {
    if (able && this.entries.includes(entry)) entry.file = await shrink(entry.file);
    if (entry.file.type.startsWith("image/")) entry.item.append(pictureOf(entry.file, entry.original.name));
    this.unready -= 1;
    this.write();
  }

  write() {
    if (able) this.input.files = given(this.entries.map((entry) => entry.file));
    this.input.required = this.required && !this.list.querySelector("input");
  }

  get total() { return this.entries.reduce((sum, { file }) => sum + file.size, 0); }

  // After this the form sends the token instead of the file.
  name(entry, token) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: `kept-${this.input.name}`, value: token });
    entry.item.append(field);
    this.entries = this.entries.filter((one) => one !== entry);
    this.ahead.push(entry);
    this.write();
    if (!able) this.addCross(entry.item, entry.original.name, () => this.remove(entry));
  }
}
