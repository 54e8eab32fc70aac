// Makes an entry for kept-store.js from a form.
import { bytesOf, withOwnNames } from "./kept-files.js";
import { wordsOf } from "./labels.js";
import { me } from "./person.js";

// A form without an action is sent to the page's URL, which may end in "#kept-1" or "?channel=slip".
export const addressOf = (form) => form.action.split("#")[0];
export const samePlace = (one, other) => one.split(/[?#]/)[0] === other.split(/[?#]/)[0];
// The page that lists the entries of this one, which is named by the form or by the list on this page.
const roundOf = (form) => new URL(form.dataset.round ?? document.querySelector("[data-kept]")?.dataset.kept ?? location.pathname, location).href;

// The questions that are answered on one paper.
const askedIn = (fields) => fields.filter(([name, value]) => /^choice-\d+$/.test(name) && value).map(([name]) => name.slice(7));

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A list of [label, text or { field }] of a filled-in field, which may have several files.
function typedInto(field, fields) {
  const label = wordsOf(field.labels[0]);
  if (["radio", "checkbox"].includes(field.type)) {
    return field.checked ? [[wordsOf(field.closest("fieldset")?.querySelector("legend")), label]] : [];
  }
  if (field.type === "file") {
    return fields.map(([name], n) => [name, n]).filter(([name]) => name === field.name).map(([, n]) => [label, { field: n }]);
  }
  if (!field.value) return [];
  return [[label, field.selectedOptions ? wordsOf(field.selectedOptions[0]) : field.value]];
}

// The filled-in fields of a list with labels and readable values.
function typedIn(list, fields) {
  const typed = [];
  for (const field of list) {
    if (!field.name || !field.labels?.length || field.disabled || field.name.startsWith("kept-")) continue;
    typed.push(...typedInto(field, fields));
  }
  return typed;
}

// The fields of the form. A cached page is used for several entries, so the page's own key is not sent. `version` is that
// of the text that the page shows, which was read out.
export async function fieldsOf(form, button, once) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  body.set("once", once);
  if (form.dataset.version && !body.get("version")) body.set("version", form.dataset.version);
  const given = [...body].filter(([, value]) => typeof value === "string" || value.size);
  return withOwnNames(await Promise.all(given.map(async ([name, value]) => [name, typeof value === "string" ? value : await bytesOf(value)])));
}

function saidBy(chosen, button) {
  if (chosen?.selectedOptions) return chosen.value ? wordsOf(chosen.selectedOptions[0]) : "";
  return wordsOf(chosen ? chosen.labels[0] : button);
}

// The questions that the entry answers: of a form with several, those whose answer is chosen.
function titlesIn(form, own) {
  if (form.dataset.title) return [form.dataset.title];
  const chosen = own.filter(({ name, checked, value }) => /^choice-\d+$/.test(name) && checked && value);
  return chosen.map((field) => wordsOf(field.closest("fieldset")?.querySelector("legend"))).filter(Boolean);
}

const within = (form, name) => form.closest(`[data-${name}]`)?.dataset[name] ?? "";

// `row`: in a form with many rows (data-row), the one that becomes an entry of its own, with the fields that are in no row.
export async function entryOf(form, button, row = null) {
  const at = Date.now(), once = newKey(), part = row ?? form, url = row?.dataset.save ? new URL(row.dataset.save, location).href : addressOf(form);
  const own = [...form.elements].filter((field) => !row || !field.closest("[data-row]") || row.contains(field)), names = new Set(own.map(({ name }) => name));
  const chosen = part.querySelector("input[name=choice]:checked, [data-said]");
  const fields = (await fieldsOf(form, button, once)).filter(([name]) => names.has(name) || name === "once" || !row);
  return {
    once, maker: me, building: (url.match(/\/b\/([\w-]+)\//) ?? [])[1] ?? "", door: within(form, "at"), question: within(form, "ask"),
    version: (fields.find(([name]) => name === "version") ?? [])[1] ?? "", page: row ? location.href.split("#")[0] : "",
    asked: form.dataset.asked ? [form.dataset.asked] : askedIn(fields), round: roundOf(form), place: part.dataset.place ?? "", url, label: part.dataset.keep ?? part.dataset.label, titles: titlesIn(form, own),
    said: saidBy(chosen, button), at, fields, typed: typedIn(own, fields), state: "kept", tries: 0, why: "",
  };
}
