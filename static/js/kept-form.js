// The form of an entry: what it lacks, what was said against it, and filling it again.
import { samePlace } from "./kept-entry.js";
import { mine } from "./kept-store.js";

const CONTROL = ["csrfmiddlewaretoken", "once"]; // the page's own, not the entry's

// Above the form, which keeps what was typed.
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

// What is asked for by another answer of the form (louzu/lib/required_if.py): said at the door, where a photo can
// still be taken, and not when the signal is back.
export function lacking(form) {
  const said = new FormData(form);
  const isEmpty = (field) => (field.type === "file" ? !field.files.length : !field.value.trim());
  return [...form.querySelectorAll("[data-needed-by]")]
    .filter((field) => field.dataset.neededFor.split(" ").includes(said.get(field.dataset.neededBy)) && isEmpty(field))
    .map((field) => field.dataset.neededError);
}

function putInto(field, value) {
  if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
  else if (field.type === "datetime-local") field.value = value.slice(0, 16); // it takes no seconds
  else if (field.type !== "file") field.value = value;
  else if (value.size) giveFile(field, value);
}

function giveFile(field, file) {
  try {
    const given = new DataTransfer();
    given.items.add(file);
    field.files = given.files;
    field.dispatchEvent(new Event("change")); // it is shown
  } catch { /* before Safari 14.1 only a person may choose a file: it is shown on the round */ }
}

// A refused entry that its maker opens again fills the form, photo and all.
export async function fillIn(form) {
  const key = Number((location.hash.match(/^#kept-(\d+)$/) ?? [])[1]);
  const entry = key && (await mine()).find((one) => one.key === key && samePlace(one.url, form.action));
  if (!entry) return;
  form.dataset.kept = key;
  for (const [name, value] of entry.fields.filter(([one]) => !CONTROL.includes(one))) {
    for (const field of form.querySelectorAll(`[name="${name}"]`)) putInto(field, value);
  }
}
