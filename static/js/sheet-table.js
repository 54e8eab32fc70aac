// The table of a paper with many homes: digits choose, Enter goes on, and each row is kept when it is left.
const table = document.querySelector("[data-sheet-table]");
const rows = table ? Array.from(table.querySelectorAll("[data-row]")) : [];
const changed = new Set();

const isBox = (field) => field.type === "radio" || field.type === "checkbox";
const fields = (row) => Array.from(row.querySelectorAll("input, select")).filter((field) => field.type !== "file");

async function keep(row) {
  if (!changed.has(row)) return;
  changed.delete(row);
  const body = new URLSearchParams();
  body.append("csrfmiddlewaretoken", table.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const field of fields(row)) {
    if (field.name && (!isBox(field) || field.checked)) body.append(field.name, field.value);
  }
  let kept = false;
  try {
    kept = (await fetch(row.dataset.save, { method: "POST", body, credentials: "same-origin", keepalive: true })).status === 204;
  } catch {
    // shown below
  }
  row.querySelector("[data-row-kept]").hidden = !kept;
  row.querySelector("[data-row-lost]").hidden = kept;
  if (!kept) changed.add(row);
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
}
