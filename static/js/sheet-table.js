// The table of a paper with many homes: digits choose, Enter goes on, and each row is kept when it is left.
const table = document.querySelector("[data-sheet-table]");
const rows = table ? Array.from(table.querySelectorAll("[data-row]")) : [];
const changed = new Set();

const fields = (row) => Array.from(row.querySelectorAll("input, select")).filter((field) => field.type !== "file");

async function keep(row) {
  if (!changed.has(row)) return;
  changed.delete(row);
  const body = new URLSearchParams();
  body.append("csrfmiddlewaretoken", table.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const field of fields(row)) {
    if (field.name && (field.type !== "radio" || field.checked)) body.append(field.name, field.value);
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
  (row.querySelector("[type=radio]:checked") || row.querySelector("[type=radio]")).focus();
}

function goOn(row) {
  keep(row);
  focusRow(rows[rows.indexOf(row) + 1]);
}

function choose(row, pick) {
  pick.checked = true;
  changed.add(row);
  const reason = row.querySelector("[name$=-reason]");
  const signer = row.querySelector("[name$=-signer]");
  if (pick.dataset.digit === "0" || !signer) goOn(row);
  else if (pick.value === "object") reason.focus();
  else signer.focus();
}

function typed(event) {
  const row = event.target.closest("[data-row]");
  if (!row || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.type === "radio" && /^\d$/.test(event.key)) {
    const pick = row.querySelector(`[data-digit="${event.key}"]`);
    if (!pick) return;
    event.preventDefault();
    choose(row, pick);
  } else if (event.key === "Enter" && event.target.matches("input, select")) {
    event.preventDefault();
    if (event.target.name.endsWith("-reason")) row.querySelector("[name$=-signer]").focus();
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
