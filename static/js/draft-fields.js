// The fields of a form of which a draft is kept, by their names.
import { wordsOf } from "./labels.js";

const TEXTS = ["text", "textarea"];
const BOXES = ["checkbox", "radio"];
const KEPT = [...TEXTS, ...BOXES, "select-one", "number", "datetime-local", "date", "time"];
const VERSIONS = ["version", "revision", "sequence"]; // names of the hidden field that says what was read

const ofFiles = (field) => field.name.startsWith("kept-"); // photos that the server has
export const kept = (field) => field.name && KEPT.includes(field.type) && !ofFiles(field);
export const nameOf = (field) => (BOXES.includes(field.type) ? `${field.name}=${field.value}` : field.name);
export const read = (field) => (BOXES.includes(field.type) ? field.checked : field.value);
export const write = (field, value) => { if (BOXES.includes(field.type)) field.checked = value; else field.value = value; };
export const touched = (field) => TEXTS.includes(field.type) && field.value !== field.defaultValue;
// Nothing to go back to: the form is for something new.
export const isBlank = (fields) => fields.every((field) => !TEXTS.includes(field.type) || !field.defaultValue);

// As the server wrote it. Proposed days move with the calendar: where they matter, there is a version.
export function serverSaid(form) {
  const said = {};
  for (const field of form.elements) {
    if (TEXTS.includes(field.type) || VERSIONS.includes(field.name)) said[field.name] = field.defaultValue;
    else if (BOXES.includes(field.type) && !ofFiles(field)) said[nameOf(field)] = field.defaultChecked;
  }
  return JSON.stringify(said);
}

// [label, text] of what was typed and does not stand in the form.
export function besides(form, typed) {
  return Object.entries(typed).filter(([name, value]) => typeof value === "string" && value.trim() && form.elements[name]?.value !== value)
    .map(([name, value]) => [wordsOf(form.elements[name]?.labels?.[0]), value]);
}
