// A form with many rows, such as that of the round sheet: each row that is filled in becomes an entry of its own, so that a wrong
// one holds up no other. Rows wait on this device like all entries.
import { sendStored } from "./keep.js";
import { askToPersist } from "./kept-database.js";
import { entryOf } from "./kept-entry.js";
import { sayErrors } from "./kept-form.js";
import { goTo, show, telling } from "./kept-panel.js";
import { add, drop, everything, isMissing } from "./kept-store.js";
import { finish, leaveUnfinished } from "./kept-unfinished.js";

const form = document.querySelector("form[data-keep-rows]");
const isBox = ({ type }) => type === "radio" || type === "checkbox";
const isFilled = (row) => [...row.querySelectorAll("input, select, textarea")].some((field) => (isBox(field) ? field.checked : field.value));
const filledRows = () => [...form.querySelectorAll("[data-row]")].filter(isFilled);

function sayIn(row, why) {
  row.querySelector("[data-row-why]")?.remove();
  const line = document.createElement("p");
  line.className = "refusal";
  line.dataset.rowWhy = "";
  line.setAttribute("role", "alert");
  line.textContent = why;
  row.querySelector("fieldset").append(line);
}

// Stores all rows before the first one is sent. Returns their orders by row.
async function storeAll(rows) {
  const orders = new Map();
  try {
    for (const row of rows) orders.set(row, await add(await entryOf(form, null, row)));
  } catch (error) {
    for (const order of orders.values()) await drop(order).catch(() => {});
    throw error;
  }
  return orders;
}

// The rows that the portal refuses stay on the page; the others are recorded, or wait.
async function sendAll(orders) {
  const wrong = [];
  for (const [row, order] of orders) {
    const { outcome, why } = await sendStored(order);
    if (outcome !== "mend" && outcome !== "refused") { row.remove(); continue; }
    await drop(order);
    sayIn(row, telling(why));
    wrong.push(row);
  }
  return wrong;
}

// A refused row that was opened again and corrected is an entry of its own now.
async function dropMended(orders) {
  const order = Number((location.hash.match(/^#kept-(\d+)$/) ?? [])[1]);
  const places = [...orders.keys()].map((row) => row.dataset.place);
  for (const entry of await everything()) if (entry.order === order && places.includes(entry.place)) await drop(order);
}

async function keepRows() {
  const rows = filledRows();
  if (!rows.length) { sayErrors(form, [form.dataset.empty]); return; }
  const orders = await storeAll(rows);
  askToPersist();
  const wrong = await sendAll(orders);
  await dropMended(orders);
  if (wrong.length) { await leaveUnfinished(form); await show(); wrong[0].scrollIntoView({ block: "center" }); return; }
  await finish(form.action);
  goTo(form.dataset.next);
}

if (form && !isMissing()) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.keeping) return;
    form.dataset.keeping = "yes";
    keepRows().catch((error) => {
      sayErrors(form, [document.querySelector("[data-kept-words]").dataset.unkept]);
      setTimeout(() => { throw error; });
    }).then(() => {
      delete form.dataset.keeping;
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    });
  });
} else form?.removeAttribute("data-keep-rows");
