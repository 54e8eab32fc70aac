// What a person types is kept on this device until the server has said that it took it: the cookie "sent" then
// holds the form's one-time key. A lost connection, a reload or an error loses nothing.
// A draft: { from, typed }
//   from    what the server's page said when the typing began: texts, boxes and the hidden version
//   typed   value, or whether it is checked, of each field by its name
// Its key holds the person who wrote it: nobody else who signs in on this device gets to see it.
import { me } from "./kept-store.js";

const TEXTS = ["text", "textarea"];
const BOXES = ["checkbox", "radio"];
const KEPT = [...TEXTS, ...BOXES, "select-one", "number", "datetime-local", "date", "time"];
const VERSIONS = ["version", "revision", "sequence"]; // names of the hidden field that says what was read
const OURS = `drafts:${me}:`;
const OF_OLDER_RELEASES = "draft:"; // they do not say whose they are

const ofFiles = (field) => field.name.startsWith("kept-"); // photos that the server has
const kept = (field) => field.name && KEPT.includes(field.type) && !ofFiles(field);
const nameOf = (field) => (BOXES.includes(field.type) ? `${field.name}=${field.value}` : field.name);
const read = (field) => (BOXES.includes(field.type) ? field.checked : field.value);
const write = (field, value) => { if (BOXES.includes(field.type)) field.checked = value; else field.value = value; };
const touched = (field) => TEXTS.includes(field.type) && field.value !== field.defaultValue;
const load = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const save = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const dropAll = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));

function forgetTheTaken() {
  const taken = document.cookie.match(/(?:^|; )sent=([^;]+)/)?.[1];
  const sent = load("sent") ?? {};
  if (!taken || !sent[taken]) return;
  localStorage.removeItem(sent[taken]);
  delete sent[taken];
  save("sent", sent);
  document.cookie = "sent=; max-age=0; path=/";
}

// As the server wrote it. Proposed days move with the calendar: where they matter, there is a version.
function serverSaid(form) {
  const said = {};
  for (const field of form.elements) {
    if (TEXTS.includes(field.type) || VERSIONS.includes(field.name)) said[field.name] = field.defaultValue;
    else if (BOXES.includes(field.type) && !ofFiles(field)) said[nameOf(field)] = field.defaultChecked;
  }
  return JSON.stringify(said);
}

function labelOf(field) {
  const copy = field?.labels?.[0]?.cloneNode(true);
  for (const aside of copy?.querySelectorAll(".meta") ?? []) aside.remove();
  return copy?.textContent.trim() ?? "";
}

// [label, text] of what was typed and does not stand in the form.
function besides(form, typed) {
  return Object.entries(typed).filter(([name, value]) => typeof value === "string" && value.trim() && form.elements[name]?.value !== value)
    .map(([name, value]) => [labelOf(form.elements[name]), value]);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = OURS + form.dataset.draft;
    this.from = serverSaid(form);
    form.addEventListener("input", () => this.keep());
    form.addEventListener("submit", () => {
      const sent = Object.fromEntries(Object.entries(load("sent") ?? {}).slice(-9));
      save("sent", { ...sent, [form.elements.once?.value]: this.key });
    });
  }

  get fields() { return [...this.form.elements].filter(kept); }

  keep() { save(this.key, { from: this.from, typed: this.typed }); }

  // Nothing to go back to: the form is for something new.
  get blank() { return this.fields.every((field) => !TEXTS.includes(field.type) || !field.defaultValue); }

  get typed() { return Object.fromEntries(this.fields.map((field) => [nameOf(field), read(field)])); }

  fill(typed) { for (const field of this.fields) if (nameOf(field) in typed) write(field, typed[nameOf(field)]); }

  // Over the text it began from it is put in, and said; over another one it is only offered.
  begin() {
    const draft = load(this.key);
    if (!draft || this.fields.some(touched) || this.form.querySelector("[role=alert]")) return;
    this.server = this.typed;
    const same = Object.entries(draft.typed).every(([name, value]) => name in this.server ? this.server[name] === value : !value);
    if (same) localStorage.removeItem(this.key);
    else if (draft.from === this.from) this.use(draft, "restored");
    else this.tell(draft, "offered");
  }

  use(draft, how) { this.fill(draft.typed); this.tell(draft, how); }

  tell(draft, how) {
    this.box?.remove();
    this.box = document.querySelector("template[data-draft-box]").content.firstElementChild.cloneNode(true);
    const part = (name) => this.box.querySelector(`[data-draft-${name}]`);
    for (const one of this.box.querySelectorAll("[data-draft-when]")) one.hidden = !one.dataset.draftWhen.split(" ").includes(how);
    for (const [label, text] of besides(this.form, draft.typed)) {
      const term = document.createElement("dt"), told = document.createElement("dd");
      [term.textContent, told.textContent] = [label, text];
      part("typed").append(term, told);
    }
    if (this.blank) part("back").textContent = part("back").dataset.blank;
    part("use").addEventListener("click", () => this.use(draft, "restored"));
    part("back").addEventListener("click", () => { this.fill(this.server); this.tell(draft, "back"); });
    part("drop").addEventListener("click", () => { localStorage.removeItem(this.key); this.box.remove(); });
    this.form.prepend(this.box);
  }
}

// Browsers that do not know Clear-Site-Data, too, let go of it on a device that others use.
function leave(form) {
  form.addEventListener("submit", () => { if (form.elements.shared?.checked) { dropAll("drafts:"); localStorage.removeItem("sent"); } });
}

try {
  dropAll(OF_OLDER_RELEASES);
  forgetTheTaken();
  document.querySelectorAll("form[data-sign-out]").forEach(leave);
  if (me) for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form).begin();
} catch { /* storage is switched off: the forms still work */ }
