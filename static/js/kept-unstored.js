// Sends an entry that is not stored on this device.
import { addressOf } from "./kept-entry.js";
import { sayErrors } from "./kept-form.js";
import { goTo, telling } from "./kept-panel.js";
import { send } from "./kept-sending.js";
import { all, drop, isMissing } from "./kept-store.js";
import { finish } from "./kept-unfinished.js";
import { sendPlainly } from "./submitting.js";

const words = document.querySelector("[data-kept-words]")?.dataset ?? {};

// The entry could not be stored: it is sent, or else stays in the form.
export async function sendAtOnce(form, entry) {
  const { outcome, why } = await send(entry);
  if (outcome === "sent") { await finish(entry.url); goTo(form.dataset.next); return; }
  const unkept = isMissing() ? words.missing : words.unkept;
  const told = { away: unkept, "signed-out": words.signedOut, stale: words.stale }[outcome] ?? telling(why);
  sayErrors(form, told.split("\n"));
}

// After an error of these scripts the browser submits the form, with the key of the entry, which may be recorded.
export async function submitPlainly(form, button, entry) {
  if (entry && form.elements.once) form.elements.once.value = entry.once;
  const stored = await all().catch(() => []);
  for (const one of stored.filter(({ once }) => once === entry?.once)) await drop(one.order).catch(() => {});
  await finish(addressOf(form));
  sendPlainly(form, button);
}
