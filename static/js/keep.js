// Stores entries made without signal on this device. When the signal is back, any open page of the user who made
// them sends them. The form's one-time key ensures that an entry
// sent twice is recorded once.
import { entryOf } from "./kept-entry.js";
import { fillIn, lacking, sayErrors } from "./kept-form.js";
import { say, show, telling } from "./kept-panel.js";
import { send } from "./kept-sending.js";
import { add, drop, mine, put } from "./kept-store.js";
import { me } from "./person.js";
import { buttonOf, sendPlainly } from "./submitting.js";

const forms = [...document.querySelectorAll("form[data-keep]")];
const SLOW = 1_000; // milliseconds after which the page shows that it is sending
const underWay = new Set(); // keys of entries that are being sent

const report = (error) => setTimeout(() => { throw error; });

// Stores the entry before sending, so it survives if the phone dies.
async function remember(form, entry) {
  const key = Number(form.dataset.kept ?? 0);
  if (!key) return add(entry);
  await put({ ...entry, key });
  return key;
}

// False if the browser must submit the form itself: storage is disabled and the server did not respond.
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
      else break; // no response, or another user is signed in
    }
  } finally { sending = false; }
  await show(last, sent);
}

document.addEventListener("kept:send", () => sendAll().catch(report));
window.addEventListener("online", () => sendAll().catch(report));
show().then(() => Promise.all(forms.map(fillIn))).then(() => (navigator.onLine ? sendAll() : null)).catch(report);
