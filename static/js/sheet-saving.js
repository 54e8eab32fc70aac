// Saves a row of the table of a paper. It is stored on this device first, like the entries of a door, so that nothing typed is
// lost without signal. A later version of a row takes the place of the one that waits.
import { sendStored } from "./keep.js";
import { entryOf } from "./kept-entry.js";
import { putAll } from "./kept-form.js";
import { show, telling } from "./kept-panel.js";
import { send } from "./kept-sending.js";
import { add, drop, isMissing, put, unsent } from "./kept-store.js";

const addressOf = (row) => new URL(row.dataset.save, location).href;
const known = async (row) => (await unsent()).find(({ url }) => url === addressOf(row));

async function store(entry, row) {
  const before = await known(row);
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

document.addEventListener("kept:row", ({ detail }) => {
  const row = [...document.querySelectorAll("[data-row][data-save]")].find((one) => addressOf(one) === detail.url);
  if (row) { note(row, detail.version); tell(row, "sent", ""); }
});

// Returns { outcome, why }: "sent", "waits", "refused" or "unstored".
export async function save(table, row) {
  const entry = { ...await entryOf(table, null, row), quiet: true };
  const { outcome, why, row: version } = await through(entry, row);
  note(row, version);
  if (outcome === "sent") return { outcome, why: "" };
  if (["mend", "refused"].includes(outcome)) return { outcome: "refused", why: telling(why) };
  return { outcome: isMissing() ? "unstored" : "waits", why: "" };
}

const STATES = { sent: "kept", waits: "waits", refused: "refused", unstored: "lost" };

export function tell(row, outcome, why) {
  for (const state of Object.values(STATES)) row.querySelector(`[data-row-${state}]`).hidden = state !== STATES[outcome];
  row.querySelector("[data-row-refused]").textContent = why;
  if (outcome === "waits") row.dataset.waits = "yes"; else delete row.dataset.waits;
}

// Fills in the rows that wait on this device since an earlier visit. Returns them.
export async function waitingRows(rows) {
  if (isMissing()) return [];
  const entries = await unsent();
  return rows.filter((row) => {
    const entry = entries.find(({ url }) => url === addressOf(row));
    if (entry) putAll(row, entry.fields);
    return entry;
  });
}
