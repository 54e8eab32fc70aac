// The form of an entry: missing fields, messages, and filling it from a stored entry.
import { samePlace } from "./kept-entry.js";
import { blobOf, isPhoto } from "./kept-files.js";
import { drop, unfinished, unsent } from "./kept-store.js";
import { fill } from "./labels.js";

const CONTROL = ["csrfmiddlewaretoken", "once"]; // fields of the page, not of the entry

// Shows messages above the form without changing its fields.
export function sayErrors(form, sentences) {
  form.querySelector("[data-refusal]")?.remove();
  const box = document.createElement("div");
  Object.assign(box, { className: "error-summary", tabIndex: -1 });
  box.setAttribute("role", "alert");
  box.dataset.refusal = "";
  for (const sentence of sentences) {
    const line = document.createElement("p");
    line.textContent = sentence;
    box.append(line);
  }
  form.prepend(box);
  box.focus();
}

// Checks how many options are ticked (governance/canvass/forms/picks.py).
function miscounted(form) {
  const boxes = [...form.querySelectorAll("[data-most-picks]")], ticked = boxes.filter(({ checked }) => checked);
  if (!boxes.length) return [];
  const [{ dataset: words }] = boxes, picked = ticked.length, over = picked - Number(words.mostPicks);
  if (!picked) return [words.noneError];
  if (picked > 1 && ticked.some(({ value }) => value === words.alone)) return [words.aloneError];
  return over > 0 ? [fill(words.mostError, { picked, over })] : [];
}

// Checks fields that another answer requires (louzu/lib/required_if.py), and the number of ticks. This happens at the door,
// where a photo can still be taken and the household be asked, not when the signal is back.
export function lacking(form) {
  const said = new FormData(form);
  const isEmpty = (field) => (field.type === "file" ? !field.files.length : !field.value.trim());
  const needed = [...form.querySelectorAll("[data-needed-by]")]
    .filter((field) => field.dataset.neededFor.split(" ").includes(said.get(field.dataset.neededBy)) && isEmpty(field));
  return [...miscounted(form), ...needed.map((field) => field.dataset.neededError)];
}

const isBox = (field) => field.type === "radio" || field.type === "checkbox";

function putInto(field, value) {
  if (field.type === "datetime-local") field.value = value.slice(0, 16); // the field has no seconds
  else if (field.type !== "file") field.value = value;
  else if (isPhoto(value)) giveFile(field, value);
}

function giveFile(field, photo) {
  try {
    const given = new DataTransfer();
    given.items.add(new File([blobOf(photo)], photo.name, { type: photo.type }));
    field.files = given.files;
    field.dispatchEvent(new Event("change")); // updates the list of files
  } catch { /* before Safari 14.1 a script cannot choose a file; the round shows it */ }
}

// A kept page is the same for every answer whose button leads to it with "?about=7&choice=agree", and for "?about=7" of a question
// that has an answer, which is folded away there.
function choose(form) {
  const asked = new URLSearchParams(location.search);
  const fields = [...form.elements].filter((field) => field.name === `choice-${asked.get("about")}`);
  for (const field of fields) if (field.value === asked.get("choice")) field.checked = true;
  const folded = fields[0]?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  fields[0].closest("fieldset")?.scrollIntoView();
}

// Of several boxes with one name all that were ticked are ticked again.
export function putAll(form, fields) {
  for (const box of form.querySelectorAll("input[name]")) {
    if (isBox(box)) box.checked = fields.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of fields.filter(([one]) => !CONTROL.includes(one))) {
    for (const field of form.querySelectorAll(`[name="${name}"]`)) if (!isBox(field)) putInto(field, value);
  }
}

// Says that the form is as it was left, with a button that empties it.
function tellRestored(form, order) {
  const words = document.querySelector("[data-kept-words]")?.dataset ?? {};
  const line = document.createElement("p"), afresh = document.createElement("button");
  line.className = "say wait";
  line.dataset.keptRestored = "";
  line.setAttribute("role", "status");
  Object.assign(afresh, { type: "button", className: "button bare", textContent: words.afresh });
  afresh.addEventListener("click", () => drop(order).then(() => { form.reset(); line.remove(); }));
  line.append(form.dataset.restored ?? words.restored, " ", afresh);
  form.querySelector("[data-kept-restored]")?.remove();
  form.prepend(line);
}

// Fills the form, photos included, when users open their refused entry again, or a form that they had not finished.
export async function fillIn(form) {
  form.querySelector("[data-kept-restored]")?.remove();
  const order = Number((location.hash.match(/^#kept-(\d+)$/) ?? [])[1]);
  const entry = order && (await unsent()).find((one) => one.order === order && samePlace(one.url, form.action));
  if (entry) { form.dataset.kept = order; putAll(form, entry.fields); }
  const left = (await unfinished()).find((one) => samePlace(one.url, form.action));
  if (left) { putAll(form, left.fields); tellRestored(form, left.order); }
  choose(form);
}
