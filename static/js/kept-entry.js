// Makes an entry for kept-store.js from a form.
import { roundOf } from "./kept-store.js";
import { wordsOf } from "./labels.js";
import { me } from "./person.js";

const now = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 19); // Shanghai's wall clock

// A form without an action is sent to the page's URL, which may end in "#kept-1" or "?channel=slip".
export const addressOf = (form) => form.action.split("#")[0];
export const samePlace = (one, other) => one.split(/[?#]/)[0] === other.split(/[?#]/)[0];

// A list of [label, value or File] of a filled-in field, which may have several files.
function typedInto(field) {
  const label = wordsOf(field.labels[0]);
  if (["radio", "checkbox"].includes(field.type)) {
    return field.checked ? [[wordsOf(field.closest("fieldset")?.querySelector("legend")), label]] : [];
  }
  if (field.type === "file") return [...field.files].map((file) => [label, file]);
  if (!field.value) return [];
  return [[label, field.selectedOptions ? wordsOf(field.selectedOptions[0]) : field.value]];
}

// The filled-in fields with labels and readable values.
function typedIn(form) {
  const typed = [];
  for (const field of form.elements) {
    if (!field.name || !field.labels?.length || field.disabled || field.name.startsWith("kept-")) continue;
    typed.push(...typedInto(field));
  }
  return typed;
}

export function entryOf(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  if (button?.name === "outcome") body.set("visited_at", now());
  else if (body.has("said_at") && !body.get("said_at")) body.set("said_at", now());
  const chosen = form.querySelector("input[name=choice]:checked");
  return {
    maker: me, round: roundOf(addressOf(form)), url: addressOf(form), label: form.dataset.keep,
    said: wordsOf(chosen ? chosen.labels[0] : button), at: Date.now(), fields: [...body], typed: typedIn(form), refused: "",
  };
}
