// Entries made at doors, on this device, until the server has recorded them.
// An entry: { order, once, maker, building, door, question, version, asked, round, place, page, url, label, titles, said, at, fields, typed, state, tries, why }
//   order    key in the database: entries are sent in this order
//   once     key that the server records once, made for this entry and not by the page
//   maker    pk of the user who was signed in when it was made; missing in entries of older releases
//   door, question, version  what the form says about itself, as text; asked: pks of the questions answered on one paper
//   round    URL of the page that lists the entry; place: URL of its door, if the form is not sent to one below it
//   label    the home; titles: the questions that it answers
//   page     URL of the page with its form, if that is not at `url`: a row of a table; quiet: nothing is kept of it once it is sent
//   at       when it was made, by this device's clock
//   fields   [name, text or { bytes, type, name }] as the form sends them: older iPhones lose a Blob in a database
//   typed    [label, text or { field }] for people; `field` is an index of `fields`
//   state    "kept", "sending", "sent" or "refused"; a page that is closed while it sends leaves "sending".
//            "unfinished": a form that is not sent yet, with maker, url, at and fields only (kept-unfinished.js)
//   why      the server's reason for refusing it, or ""
// Of a sent entry remain who, where and what for a day, without its fields: { …, state: "sent", first, found, sent }
//   first    when the server recorded it; found: what else there is to know (residents/uploads/offline_entries.py)
import { amend, isThere, within } from "./kept-database.js";
import { former, takeOver } from "./kept-former.js";
import { inTurn } from "./kept-turn.js";
import { me } from "./person.js";
import { isSignedOut } from "./signed-out.js";

const A_DAY = 86_400_000; // milliseconds

export const everything = () => within("entries", "readonly", (entries) => entries.getAll());
export const all = async () => (await everything()).filter((entry) => entry.state !== "unfinished");
export const unfinished = async () => (await everything()).filter((entry) => me && entry.maker === me && entry.state === "unfinished");
export const waitingOf = async (maker) => (await all()).filter((entry) => maker && entry.maker === maker && entry.state !== "sent");
export const unsent = () => waitingOf(me);
// Nothing is stored for somebody who has signed out in another tab.
const write = (work) => (isSignedOut() ? Promise.reject(new Error("signed out")) : within("entries", "readwrite", work));
export const add = (entry) => write((entries) => entries.add(entry));
// Deletes an entry unless it is recorded. Its caller holds the turn (kept-queue.js), so that no tab is sending it.
export const withdraw = (order) => within("entries", "readwrite", (entries) => {
  const told = { result: true }, request = entries.get(order);
  request.onsuccess = () => {
    told.result = request.result?.state !== "sent";
    if (told.result) entries.delete(order);
  };
  return told;
});
export const drop = (order) => within("entries", "readwrite", (entries) => entries.delete(order));
// Deletes a recorded row, unless a later one has taken its place: that was typed after the version `row`, which is recorded.
export const dropRow = ({ order, once }, row) => within("entries", "readwrite", (entries) => {
  const request = entries.get(order);
  request.onsuccess = () => {
    const { result } = request;
    if (result?.once === once) entries.delete(order);
    else if (result && row) entries.put({ ...result, fields: result.fields.map(([name, value]) => [name, /-version$/.test(name) ? row : value]) });
  };
  return request;
});
// An entry that was discarded meanwhile stays discarded.
export const change = (order, parts) => amend("entries", order, (entry) => entry && { ...entry, ...parts });
export const put = (entry) => write((entries) => entries.put(entry));
export const isMissing = () => !isThere();
export async function dropOwn() {
  for (const entry of await everything()) if (entry.maker === me) await drop(entry.order);
}

const WITHOUT = ["fields", "typed", "why", "tries"];

export const markSent = (order, { first, found }) => amend("entries", order, (entry) => {
  if (!entry) return null;
  const rest = Object.fromEntries(Object.entries(entry).filter(([name]) => !WITHOUT.includes(name)));
  const typed = entry.typed.filter(([, value]) => typeof value === "string");
  return { ...rest, state: "sent", first, found, sent: Date.now(), fields: [], typed: found.length ? typed : [], why: "" };
});

async function takeOverFormer() {
  for (const entry of await former()) await takeOver(entry, add);
}

// Deletes what is said about sent entries and unfinished forms after a day, and takes over the entries of older releases.
export async function tidy() {
  if ((await former()).length) await inTurn(takeOverFormer);
  const now = Date.now();
  for (const entry of await everything()) {
    const since = { sent: entry.sent, unfinished: entry.at }[entry.state];
    if (since && Math.abs(now - since) > A_DAY) await drop(entry.order);
  }
}
