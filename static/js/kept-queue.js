// Sends the entries of the signed-in user, oldest first, from one tab at a time. A refused one holds up no other.
import { patienceFor, send } from "./kept-sending.js";
import { change, dropRow, markSent, unsent, withdraw } from "./kept-store.js";
import { inTurn } from "./kept-turn.js";
import { me } from "./person.js";

const TRIES = 3; // without an answer, after which an entry no longer holds up the next ones

// A row of a table that is recorded. Its page may be open, and have begun another attempt.
async function forgetRow(entry, version) {
  await dropRow(entry, version);
  document.dispatchEvent(new CustomEvent("kept:row", { detail: { ...entry, row: version } }));
}

// Orders of the entries whose pages wait for what becomes of them. All others are late.
export const awaited = new Set();

// Returns { last, sent, outcomes }; `outcomes` maps the orders of entries to what `send` returned.
async function sendWaiting(telling, hold) {
  const done = { last: "", sent: 0, outcomes: new Map() };
  for (;;) {
    const entry = (await unsent()).find((one) => one.state !== "refused" && !done.outcomes.has(one.order));
    if (!entry) return done;
    await hold(patienceFor(entry));
    await change(entry.order, { state: "sending", tries: entry.tries + 1 });
    const told = await send(entry, !awaited.has(entry.order));
    done.outcomes.set(entry.order, told);
    done.last = told.outcome;
    if (told.outcome === "sent" && entry.quiet) await forgetRow(entry, told.row);
    else if (told.outcome === "sent") { await markSent(entry.order, told); done.sent += 1; }
    else if (["mend", "refused"].includes(told.outcome)) await change(entry.order, { state: "refused", why: telling(told.why) });
    else {
      await change(entry.order, { state: "kept" });
      if (told.outcome !== "away" || entry.tries + 1 < TRIES) return done;
    }
  }
}

let underWay = Promise.resolve();

// Requests of one tab wait for each other, and those of several tabs, too.
function inOrder(work) {
  const next = underWay.then(() => inTurn(work));
  underWay = next.catch(() => {});
  return next;
}

// `telling` makes the words of a refusal.
export function sendAll(telling) {
  if (!me) return Promise.resolve({ last: "", sent: 0, outcomes: new Map() });
  return inOrder((hold) => sendWaiting(telling, hold));
}

// Removes an entry that waits. Resolves with false if it was sent meanwhile: no entry is removed while it is sent.
export const takeBack = (order) => inOrder(() => withdraw(order));
