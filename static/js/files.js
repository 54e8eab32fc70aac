// The photos and PDFs of a form (templates/louzu_forms/files.html): shown before they are sent, each with a cross;
// what is chosen next comes beside them. Photos are made smaller first, one after the other. When the form is sent they
// go ahead of it, and the form names them; where that fails they go with it.
import { outcomeOf, sendAhead } from "./ahead.js";
import { SendingBar } from "./sending-bar.js";
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
const MOST_AHEAD = 50_000_000; // bytes that the server keeps of one person, with room to spare
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
    this.entries = []; // { file, original, item }: in the field
    this.ahead = []; // those that the server has
    this.bar = new SendingBar(box.querySelector("[data-sending-bar]"));
    this.required = this.input.required;
    this.shrinking = Promise.resolve();
    this.unready = 0;
    for (const item of this.list.querySelectorAll("li")) this.showKept(item);
    box.querySelector("[data-without-script]")?.remove();
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.input.form.addEventListener("submit", (event) => this.send(event));
    this.input.form.addEventListener("reset", () => { for (const entry of this.entries) entry.item.remove(); this.entries = []; });
    window.addEventListener("pageshow", () => { if (!this.unready && !this.sending) { this.say(""); this.bar.end(); } if (this.input.files.length && !this.entries.length) this.take([...this.input.files]); });
  }

  get most() { return Number(this.words.most); }

  say(words) { this.box.querySelector("[data-files-said]").textContent = words; }

  // Chosen with an earlier sending: the server has it.
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

  // For one file: what is chosen now stands for what was chosen before.
  clear() {
    for (const item of [...this.list.children]) if (able || !item.querySelector("input")) item.remove();
    this.entries = [];
    this.ahead = [];
  }

  add(file) {
    const item = document.createElement("li"), name = document.createElement("span");
    name.textContent = file.name;
    item.className = "bare"; // until there is a picture
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

  send(event) {
    const form = this.input.form, button = buttonOf(event), stays = form.hasAttribute("data-keep");
    const goes = !stays && !this.plain && this.entries.length > 0;
    if (!this.unready && !goes) {
      if (this.list.children.length && !stays) this.bar.begin(this.words.sending, button);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.sending) return;
    this.sending = true;
    button?.setAttribute("aria-disabled", "true");
    this.prepareAll(button, goes).then((ready) => {
      this.sending = false;
      button?.removeAttribute("aria-disabled");
      if (ready) press(form, button);
    });
  }

  // Whether the form may go now: with what is still in the field.
  async prepareAll(button, goes) {
    this.say("");
    this.bar.begin(this.unready ? this.words.preparing : this.words.sending, button);
    await this.shrinking;
    this.plain = this.plain || this.total > MOST_AHEAD;
    if (!goes || this.plain) { this.bar.end(); return true; }
    return this.sendAll(button);
  }

  // False where the form stays: stopped, refused, or nobody heard us; then the next try is the browser's own.
  async sendAll(button) {
    const whole = this.total || 1, kept = [];
    let sent = 0, stop = () => {};
    this.bar.begin(this.words.sending, button, () => stop());
    for (const entry of [...this.entries]) {
      const { size } = entry.file;
      const going = sendAhead(entry.file, this.words.ahead, this.input.form.elements.csrfmiddlewaretoken.value, (share) => this.bar.show((sent + share * size) / whole));
      stop = going.stop;
      const answer = await going.answer, outcome = outcomeOf(answer);
      if (outcome === "other") { this.plain = true; return true; }
      if (outcome !== "kept") return this.giveUp(outcome, answer.text, entry);
      sent += size;
      this.bar.show(sent / whole);
      if (able) this.name(entry, answer.text); else kept.push([entry, answer.text]);
    }
    for (const [entry, token] of kept) this.name(entry, token);
    if (!able) this.input.value = ""; // there all of it goes ahead, or nothing
    return true;
  }

  giveUp(outcome, why, entry) {
    if (outcome === "unheard") this.plain = true;
    this.bar.end(outcome === "refused" ? "" : this.words[outcome]);
    if (outcome === "refused") {
      this.say(why);
      (entry.item.querySelector("button") ?? this.input).focus();
    }
    return false;
  }

  // From now on the form sends the token instead of the file.
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

for (const box of document.querySelectorAll("[data-files]")) new Files(box);
