// Maps names to the fields that are stored in a draft.
import { wordsOf } from "./labels.js";

const TEXTS = ["text", "textarea"];
const BOXES = ["checkbox", "radio"];
const KEPT = [...TEXTS, ...BOXES, "select-one", "number", "datetime-local", "date", "time"];
const VERSIONS = ["version", "revision", "sequence"]; // names of the hidden field with the version of the text

const ofFiles = (field) => field.name.startsWith("kept-"); // photos stored on the server
export const kept = (field) => field.name && KEPT.includes(field.type) && !ofFiles(field);
export const nameOf = (field) => (BOXES.includes(field.type) ? `${field.name}=${field.value}` : field.name);
export const read = (field) => (BOXES.includes(field.type) ? field.checked : field.value);
export const write = (field, value) => { if (BOXES.includes(field.type)) field.checked = value; else field.value = value; };
export const touched = (field) => TEXTS.includes(field.type) && field.value !== field.defaultValue;
// Whether the form creates something new: no text field has a value from the server.
export const isBlank = (fields) => fields.every((field) => !TEXTS.includes(field.type) || !field.defaultValue);

// The server's values of the fields, as JSON. Date fields are left out, because proposed dates change every day.
export function serverSaid(form) {
  const said = {};
  for (const field of form.elements) {
    if (TEXTS.includes(field.type) || VERSIONS.includes(field.name)) said[field.name] = field.defaultValue;
    else if (BOXES.includes(field.type) && !ofFiles(field)) said[nameOf(field)] = field.defaultChecked;
  }
  return JSON.stringify(said);
}

// [label, text] of typed values that differ from the form.
export function besides(form, typed) {
  return Object.entries(typed).filter(([name, value]) => typeof value === "string" && value.trim() && form.elements[name]?.value !== value)
    .map(([name, value]) => [wordsOf(form.elements[name]?.labels?.[0]), value]);
}
