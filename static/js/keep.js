// Stores entries made without signal on this device. When the signal is back, any open page of the user who made
// them sends them. The key of each entry ensures that an entry sent twice is recorded once.
import { askToPersist } from "./kept-database.js";
import { entryOf } from "./kept-entry.js";
import { fillIn, lacking, sayErrors } from "./kept-form.js";
import { goTo, say, show, telling } from "./kept-panel.js";
import { awaited, sendAll as sendWaiting } from "./kept-queue.js";
import { add, all, drop, isMissing, put, tidy } from "./kept-store.js";
import { finish, leaveUnfinished, watch } from "./kept-unfinished.js";
import { sendAtOnce, submitPlainly } from "./kept-unstored.js";
import { leadsOn } from "./offline.js";
import { settle } from "./place.js";
import { buttonOf } from "./submitting.js";

const forms = [...document.querySelectorAll("form[data-keep]")];
const filled = [...forms, ...document.querySelectorAll("form[data-keep-rows]")]; // as they were left
const SLOW = 1_000; // milliseconds after which the page shows that it is sending
const OFTEN = 300_000; // milliseconds between two attempts of an open page

const report = (error) => setTimeout(() => { throw error; });

// Stores the entry before sending, so it survives if the phone dies. Returns its order, or 0 if it is not stored.
async function remember(form, entry) {
  const order = Number(form.dataset.kept ?? 0);
  if (order) await put({ ...entry, order });
  const stored = order || await add(entry);
  awaited.add(stored); // a round of sending that is under way may take it at once
  await finish(entry.url);
  askToPersist();
  return stored;
}

// What became of an entry after a round of sending. Another tab may have sent it.
async function outcomeOf(order, outcomes) {
  const entry = (await all()).find((one) => one.order === order);
  if (outcomes.has(order)) return outcomes.get(order);
  if (entry?.state === "refused") return { outcome: "refused", why: entry.why };
  return { outcome: entry?.state === "sent" ? "sent" : "away", why: "" };
}

export async function sendStored(order) {
  awaited.add(order);
  const { outcomes, last } = await sendWaiting(telling).finally(() => awaited.delete(order));
  const told = await outcomeOf(order, outcomes);
  return told.outcome === "away" && last ? { ...told, outcome: last === "sent" ? "away" : last } : told;
}

async function keep(form, entry) {
  const order = await remember(form, entry).catch(() => 0);
  if (!order) { await sendAtOnce(form, entry); return; }
  const slow = setTimeout(() => show("sending").catch(report), SLOW);
  const { outcome, why } = await sendStored(order).finally(() => clearTimeout(slow));
  if (outcome === "sent") goTo(form.dataset.next);
  else if (outcome === "mend") {
    if (!form.dataset.kept) { await drop(order); await leaveUnfinished(form); }
    await show();
    sayErrors(form, telling(why).split("\n"));
  } else {
    form.querySelector("[data-refusal]")?.remove();
    if (outcome === "away" && await leadsOn(form.dataset.next)) goTo(form.dataset.next);
    else await say(form, outcome);
  }
}

async function submit(form, button) {
  const errors = lacking(form);
  if (errors.length) { sayErrors(form, errors); return; }
  let entry = null;
  try {
    entry = await entryOf(form, button);
    await keep(form, entry);
  } catch (error) {
    report(error);
    await submitPlainly(form, button, entry);
  }
}

for (const form of filled) if (!isMissing()) watch(form);
for (const form of forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.keeping) return;
    form.dataset.keeping = "yes";
    const button = buttonOf(event);
    submit(form, button).then(() => {
      delete form.dataset.keeping;
      delete form.dataset.sent;
      button?.removeAttribute("aria-disabled");
    });
  });
}

export async function sendAll() {
  if (isMissing()) return;
  const { last, sent } = await sendWaiting(telling);
  await show(last, sent);
}

const sendNow = () => sendAll().catch(report);
document.addEventListener("kept:send", sendNow);
window.addEventListener("online", sendNow);
document.addEventListener("visibilitychange", () => { if (!document.hidden && navigator.onLine) sendNow(); });
setInterval(() => { if (navigator.onLine) sendNow(); }, OFTEN);
if (!isMissing()) {
  tidy().then(() => show()).then(settle).then(() => Promise.all(filled.map(fillIn)))
    .then(() => (navigator.onLine ? sendAll() : null)).catch(report);
}
