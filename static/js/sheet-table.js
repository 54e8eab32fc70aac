// The table of a paper with many homes: digits choose, Enter goes on, and each row is kept when it is left.
import { save, tell, waitingRows } from "./sheet-saving.js";
import { buttonOf, press } from "./submitting.js";

const table = document.querySelector("[data-sheet-table]");
const rows = table ? Array.from(table.querySelectorAll("[data-row]")) : [];
const changed = new Set(), underWay = new Set(); // rows, and promises of rows that are being sent

const isBox = (field) => field.type === "radio" || field.type === "checkbox";

// Sends what was typed, or keeps it on this device until there is a signal.
async function send(row) {
  const { outcome, why } = await save(table, row);
  tell(row, outcome, why);
  if (outcome === "unstored") changed.add(row);
}

function keep(row) {
  if (!changed.has(row)) return;
  changed.delete(row);
  const work = send(row).catch((error) => { changed.add(row); tell(row, "unstored", ""); setTimeout(() => { throw error; }); });
  underWay.add(work);
  work.then(() => underWay.delete(work));
}

function focusRow(row) {
  if (!row) {
    table.querySelector("[name=enter]").focus();
    return;
  }
  (row.querySelector("[data-key]:checked") || row.querySelector("[data-key]")).focus();
}

function goOn(row) {
  keep(row);
  focusRow(rows[rows.indexOf(row) + 1]);
}

// Go to the next item of the row, or to the name of its signer.
function leaveBoxes(row, pick) {
  const groups = Array.from(row.querySelectorAll("[data-group]"));
  const next = groups[groups.indexOf(pick.closest("[data-group]")) + 1];
  const signer = row.querySelector("[name$=-signer]");
  if (pick.dataset.key === "0" || !signer) goOn(row);
  else if (pick.value === "object") row.querySelector("[name$=-reason]").focus();
  else if (next?.querySelector("[type=radio]")) (next.querySelector(":checked") || next.querySelector("input")).focus();
  else signer.focus();
}

function choose(row, pick) {
  const illegible = row.querySelector('[data-key="0"]');
  if (pick !== illegible && illegible.type === "checkbox") illegible.checked = false;
  pick.checked = pick.type === "radio" || pick === illegible || !pick.checked;
  changed.add(row);
  if (pick.type === "radio" || pick === illegible) leaveBoxes(row, pick);
  else pick.focus();
}

function typed(event) {
  const row = event.target.closest("[data-row]");
  if (!row || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isBox(event.target) && /^[0-9a-z]$/.test(event.key)) {
    const box = `[data-key="${event.key}"]`;
    const pick = event.target.closest("[data-group]")?.querySelector(box) || row.querySelector(box);
    if (!pick) return;
    event.preventDefault();
    choose(row, pick);
  } else if (event.key === "Enter" && event.target.matches("input, select")) {
    event.preventDefault();
    if (event.target.type === "checkbox" && event.target.dataset.key) leaveBoxes(row, event.target);
    else if (event.target.name.endsWith("-reason")) row.querySelector("[name$=-signer]").focus();
    else goOn(row);
  }
}

// Rows that wait on this device, and those of `more`, are sent once more.
function keepAgain(more = rows.filter((row) => row.dataset.waits)) {
  for (const row of more) changed.add(row);
  for (const row of [...changed]) keep(row);
}

// The whole table is sent after its rows, whose answers say what is stored.
function finishRows(event) {
  if (event.target !== table) return;
  for (const row of [...changed]) keep(row);
  if (!underWay.size || table.dataset.finished) { delete table.dataset.finished; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = buttonOf(event);
  Promise.all(underWay).then(() => { table.dataset.finished = "yes"; press(table, button); });
}

if (table) {
  table.addEventListener("keydown", typed);
  table.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) changed.add(row);
  });
  for (const row of rows) {
    row.addEventListener("focusout", (event) => {
      if (!row.contains(event.relatedTarget)) keep(row);
    });
  }
  document.addEventListener("submit", finishRows, true);
  window.addEventListener("online", () => keepAgain());
  waitingRows(rows).then(keepAgain);
}
