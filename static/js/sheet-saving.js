// Saves a row of the table of a paper. It is stored on this device first, like the entries of a door, so that nothing typed is
// lost without signal. A later version of a row takes the place of the one that waits, unless another tab has typed that: then
// both are sent, and the portal says of the second one that the row has changed.
import { sendStored } from "./keep.js";
import { entryOf } from "./kept-entry.js";
import { putAll } from "./kept-form.js";
import { show, telling } from "./kept-panel.js";
import { send } from "./kept-sending.js";
import { add, drop, isMissing, put, unsent } from "./kept-store.js";
import { hear } from "./needs-signal.js";

const addressOf = (row) => new URL(row.dataset.save, location).href;
const own = new Set(); // keys of the entries that this page has made, or shown since it was opened
const known = async (row) => (await unsent()).find(({ url, once }) => url === addressOf(row) && own.has(once));

// What is filled in, as text. A row is untouched while it is as it was when it was opened, saved or filled in from another tab.
const filledIn = (row) => JSON.stringify([...row.querySelectorAll("input, select, textarea")].filter(({ type }) => type !== "hidden").map(({ type, value, checked }) => (type === "radio" || type === "checkbox" ? checked : value)));
const shown = new Map([...document.querySelectorAll("[data-row][data-save]")].map((row) => [row, filledIn(row)]));

async function store(entry, row) {
  const before = await known(row);
  own.add(entry.once);
  if (!before) return add(entry);
  await put({ ...entry, order: before.order });
  return before.order;
}

async function through(entry, row) {
  if (isMissing()) return send(entry);
  const order = await store(entry, row);
  const told = await sendStored(order);
  if (["mend", "refused"].includes(told.outcome)) await drop(order);
  const isSent = told.outcome === "sent" || !(await known(row)); // maybe by another attempt
  await show(isSent ? "" : told.outcome);
  return told.outcome === "away" && isSent ? { outcome: "sent", why: "" } : told;
}

function note(row, version) {
  if (version) row.querySelector("[name$=-version]").value = version;
}

// This page has sent a row that waited, perhaps one of another tab. It takes the version of that only together with what was
// typed there: a row that was changed here as well keeps its older version, so that the portal notices.
document.addEventListener("kept:row", ({ detail }) => {
  const row = [...shown.keys()].find((one) => addressOf(one) === detail.url);
  const isOwn = own.has(detail.once);
  if (!row || !(isOwn || shown.get(row) === filledIn(row))) return;
  if (!isOwn) { putAll(row, detail.fields); shown.set(row, filledIn(row)); }
  note(row, detail.row);
  tell(row, "sent", "");
});

// Returns { outcome, why }: "sent", "waits", "refused" or "unstored".
export async function save(table, row) {
  const typed = filledIn(row), entry = { ...await entryOf(table, null, row), quiet: true };
  const { outcome, why, row: version } = await through(entry, row);
  note(row, version);
  if (outcome === "sent") { shown.set(row, typed); return { outcome, why: "" }; }
  if (["mend", "refused"].includes(outcome)) return { outcome: "refused", why: telling(why) };
  return { outcome: isMissing() ? "unstored" : "waits", why: "" };
}

const STATES = { sent: "kept", waits: "waits", refused: "refused", unstored: "lost" };

export function tell(row, outcome, why) {
  for (const state of Object.values(STATES)) row.querySelector(`[data-row-${state}]`).hidden = state !== STATES[outcome];
  row.querySelector("[data-row-refused]").textContent = why;
  if (outcome === "sent") hear();
  if (outcome === "waits") row.dataset.waits = "yes"; else delete row.dataset.waits;
}

// Fills in the rows that wait on this device since an earlier visit. Returns them.
export async function waitingRows(rows) {
  if (isMissing()) return [];
  const entries = await unsent();
  return rows.filter((row) => {
    const entry = entries.find(({ url }) => url === addressOf(row));
    if (entry) { own.add(entry.once); putAll(row, entry.fields); }
    return entry;
  });
}
