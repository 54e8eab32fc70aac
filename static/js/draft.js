// Typed text is stored on this device until the server has accepted the form and sets the cookie "sent" to its
// one-time key. A lost connection, a reload or an error loses nothing.
// A draft: { from, typed }
//   from    values in the server's page when typing began: texts, checkboxes and the hidden version
//   typed   maps field names to values, or to the state of a checkbox
// The storage key contains the user's pk, so other users of this device don't see the draft.
import { besides, isBlank, kept, nameOf, read, serverSaid, touched, write } from "./draft-fields.js";
import { drop, forgetAll, forgetOlderReleases, dropSent, keyOf, load, onItsWay, save } from "./draft-store.js";
import { me } from "./person.js";

class Draft {
  constructor(form) {
    this.form = form;
    this.key = keyOf(form.dataset.draft);
    this.from = serverSaid(form);
    form.addEventListener("input", () => this.keep());
    form.addEventListener("submit", () => onItsWay(form.elements.once?.value, this.key));
  }

  get fields() { return [...this.form.elements].filter(kept); }

  keep() { save(this.key, { from: this.from, typed: this.typed }); }

  get typed() { return Object.fromEntries(this.fields.map((field) => [nameOf(field), read(field)])); }

  fill(typed) { for (const field of this.fields) if (nameOf(field) in typed) write(field, typed[nameOf(field)]); }

  // If the page still has the text in `from`, the draft is restored with a message; otherwise it is only offered.
  begin() {
    const draft = load(this.key);
    if (!draft || this.fields.some(touched) || this.form.querySelector("[role=alert]")) return;
    this.server = this.typed;
    const same = Object.entries(draft.typed).every(([name, value]) => name in this.server ? this.server[name] === value : !value);
    if (same) drop(this.key);
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
    if (isBlank(this.fields)) part("back").textContent = part("back").dataset.blank;
    part("use").addEventListener("click", () => this.use(draft, "restored"));
    part("back").addEventListener("click", () => { this.fill(this.server); this.tell(draft, "back"); });
    part("drop").addEventListener("click", () => { drop(this.key); this.box.remove(); });
    this.form.prepend(this.box);
  }
}

// Deletes drafts on shared devices, also in browsers without Clear-Site-Data.
function leave(form) {
  form.addEventListener("submit", () => { if (form.elements.shared?.checked) forgetAll(); });
}

try {
  forgetOlderReleases();
  dropSent();
  for (const form of document.querySelectorAll("form[data-sign-out]")) leave(form);
  if (me) for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form).begin();
} catch { /* storage is disabled; the forms still work */ }
