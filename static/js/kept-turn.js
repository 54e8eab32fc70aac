// Lets one tab at a time send: with Web Locks, or else with a lease in the database (before Safari 15.4).
import { amend } from "./kept-database.js";

const NAME = "sending", WAIT = 500, LASTS = 20_000; // milliseconds
const holder = holderOfTab();
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

// A page that was left while it sent has not given its lease back. The next page of this tab goes on with it.
function holderOfTab() {
  const fresh = `${Date.now()} ${Math.random()}`;
  try {
    const known = sessionStorage.getItem(NAME) ?? fresh;
    sessionStorage.setItem(NAME, known);
    return known;
  } catch { return fresh; } // storage is disabled
}

const take = (until) => amend("lease", NAME, (held) => (
  held && held.holder !== holder && held.until > Date.now() && held.until < Date.now() + 10 * LASTS ? null : { name: NAME, holder, until }
));

async function withLease(work) {
  while (!(await take(Date.now() + LASTS))) await pause(WAIT);
  try {
    return await work((time) => take(Date.now() + time + LASTS));
  } finally { await take(0); }
}

// `work` gets a function that keeps the turn for some more milliseconds.
export function inTurn(work) {
  const { locks } = navigator;
  return locks ? locks.request(NAME, () => work(async () => {})) : withLease(work);
}
