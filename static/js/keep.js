// At a door without signal: what was entered stays on this device and is sent when the signal is back, from
// whichever page is open then, as the person who entered it. The form's one-time key makes sure that what is
// sent twice is recorded once.
import { send } from "./kept-sending.js";
import { say, show, telling } from "./kept-panel.js";
import { add, drop, me, mine, put, roundOf } from "./kept-store.js";
import { buttonOf, sendPlainly } from "./submitting.js";

const forms = [...document.querySelectorAll("form[data-keep]")];
const SLOW = 1_000; // milliseconds after which the page says that it is sending
const underWay = new Set(); // keys of entries that are being sent

const report = (error) => setTimeout(() => { throw error; });
const now = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 19); // Shanghai's wall clock

function words(label) {
  const copy = label?.cloneNode(true);
  for (const aside of copy?.querySelectorAll(".meta") ?? []) aside.remove();
  return copy?.textContent.trim() ?? "";
}

// [label, value or File] of each field that was filled in, as a person reads it.
function typedIn(form) {
  const typed = [];
  for (const field of form.elements) {
    if (!field.name || !field.labels?.length || field.disabled || field.name.startsWith("kept-")) continue;
    const label = words(field.labels[0]);
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked) typed.push([words(field.closest("fieldset")?.querySelector("legend")), label]);
    } else if (field.type === "file") typed.push(...[...field.files].map((file) => [label, file]));
    else if (field.value) typed.push([label, field.selectedOptions ? words(field.selectedOptions[0]) : field.value]);
  }
  return typed;
}

function entryOf(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  if (button?.name === "outcome") body.set("visited_at", now());
  else if (body.has("said_at") && !body.get("said_at")) body.set("said_at", now());
  const chosen = form.querySelector("input[name=choice]:checked");
  return {
    maker: me, round: roundOf(addressOf(form)), url: addressOf(form), label: form.dataset.keep,
    said: words(chosen ? chosen.labels[0] : button), at: Date.now(), fields: [...body], typed: typedIn(form), refused: "",
  };
}

// A form without an action goes to its page, whose address may end in "#kept-1" or "?channel=slip".
const addressOf = (form) => form.action.split("#")[0];
const samePlace = (one, other) => one.split(/[?#]/)[0] === other.split(/[?#]/)[0];

// Above the form, which keeps what was typed.
function sayErrors(form, sentences) {
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

// What is asked for by another answer of the form (louzu/lib/needed.py): said at the door, where a photo can
// still be taken, and not when the signal is back.
function lacking(form) {
  const said = new FormData(form);
  const isEmpty = (field) => (field.type === "file" ? !field.files.length : !field.value.trim());
  return [...form.querySelectorAll("[data-needed-by]")]
    .filter((field) => field.dataset.neededFor.split(" ").includes(said.get(field.dataset.neededBy)) && isEmpty(field))
    .map((field) => field.dataset.neededError);
}

// On the device first: a phone that dies while sending loses nothing.
async function remember(form, entry) {
  const key = Number(form.dataset.kept ?? 0);
  if (!key) return add(entry);
  await put({ ...entry, key });
  return key;
}

// False where the form must go out by itself: this device stores nothing, and nobody heard us.
async function keep(form, button) {
  const errors = lacking(form);
  if (errors.length) { sayErrors(form, errors); return true; }
  const entry = entryOf(form, button);
  const key = await remember(form, entry).catch(() => 0);
  underWay.add(key);
  const slow = setTimeout(() => show("sending").catch(report), SLOW);
  const { outcome, why } = await send(entry).finally(() => { clearTimeout(slow); underWay.delete(key); });
  if (outcome === "sent") {
    if (key) await drop(key);
    location.assign(form.dataset.next);
  } else if (outcome === "mend") {
    if (key && !form.dataset.kept) await drop(key);
    await show();
    sayErrors(form, why.split("\n"));
  } else if (!key) return false;
  else {
    await put({ ...entry, key, refused: outcome === "refused" ? telling(why) : "" });
    form.querySelector("[data-refusal]")?.remove();
    await say(form, outcome);
  }
  return true;
}

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.keeping) return;
    form.dataset.keeping = "yes";
    const button = buttonOf(event);
    const letGo = () => {
      delete form.dataset.keeping;
      delete form.dataset.sent;
      button?.removeAttribute("aria-disabled");
    };
    keep(form, button).then((done) => { letGo(); if (!done) sendPlainly(form, button); }).catch((error) => {
      letGo();
      report(error);
      sendPlainly(form, button);
    });
  });
}

let sending = false;
export async function sendAll() {
  if (sending || !me) return;
  sending = true;
  let sent = 0, last = "";
  try {
    for (const entry of await mine()) {
      if (entry.refused || underWay.has(entry.key)) continue;
      const { outcome, why } = await send(entry);
      last = outcome;
      if (outcome === "sent") { await drop(entry.key); sent += 1; }
      else if (["mend", "refused"].includes(outcome)) await put({ ...entry, refused: telling(why) });
      else break; // nobody hears us, or not as this person
    }
  } finally { sending = false; }
  await show(last, sent);
}

// A refused entry that its maker opens again fills the form, photo and all.
async function fillIn(form) {
  const key = Number((location.hash.match(/^#kept-(\d+)$/) ?? [])[1]);
  const entry = key && (await mine()).find((one) => one.key === key && samePlace(one.url, form.action));
  if (!entry) return;
  form.dataset.kept = key;
  for (const [name, value] of entry.fields) {
    if (["csrfmiddlewaretoken", "once"].includes(name)) continue;
    for (const field of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
      else if (field.type === "datetime-local") field.value = value.slice(0, 16); // it takes no seconds
      else if (field.type !== "file") field.value = value;
      else if (value.size) giveFile(field, value);
    }
  }
}

function giveFile(field, file) {
  try {
    const given = new DataTransfer();
    given.items.add(file);
    field.files = given.files;
    field.dispatchEvent(new Event("change")); // it is shown
  } catch { /* before Safari 14.1 only a person may choose a file: it is shown on the round */ }
}

document.addEventListener("kept:send", () => sendAll().catch(report));
window.addEventListener("online", () => sendAll().catch(report));
show().then(() => Promise.all(forms.map(fillIn))).then(() => (navigator.onLine ? sendAll() : null)).catch(report);
