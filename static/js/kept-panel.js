// Lists stored entries on the round of their canvass. Other pages show one line after entries were sent or refused.
import { itemOf } from "./kept-item.js";
import { tell, unexplained } from "./kept-line.js";
import { all } from "./kept-store.js";
import { me } from "./person.js";

const panel = document.querySelector("[data-kept]");
const part = (node, name) => node.querySelector(`[data-kept-${name}]`);
const clear = (node) => { while (node.firstChild) node.firstChild.remove(); };
const here = (entry) => panel && entry.round === new URL(panel.dataset.kept, location).href;

// The server's messages, or the page's own if there are none.
export const telling = (why) => why || (panel?.dataset.unexplained ?? unexplained ?? "?");

// Marks the doors with stored entries.
function markDoors(entries) {
  for (const entry of entries) {
    const form = [...document.querySelectorAll(".door form")].find((one) => one.action === entry.url || one.action.replace(/visit\/$/, "answer/") === entry.url);
    const badge = form?.closest(".door").querySelector(".badge");
    if (badge) { badge.textContent = panel.dataset.badge; badge.className = "badge unsent"; }
  }
}

// Whether the page shows the doors and can be reloaded because no form is half filled in.
function atRest() {
  const typing = [...document.querySelectorAll("main form")].some((form) => [...form.elements].some((field) => (field.checked !== field.defaultChecked) || field.files?.length || (["text", "textarea"].includes(field.type) && field.value !== field.defaultValue)));
  return panel.hasAttribute("data-kept-reload") && !typing && document.querySelector("[data-entry-sheet]:not([hidden])") === null;
}

// `outcome`: of the last request, "sending" or ""; `sent`: number of entries just sent.
export async function show(outcome = "", sent = 0) {
  const entries = await all(), own = entries.filter((entry) => me && entry.maker === me);
  tell(sent, own.find((entry) => entry.refused && !here(entry)), Boolean(panel));
  if (!panel) return;
  const shown = entries.filter((entry) => here(entry) && (!entry.maker || entry.maker === me));
  const others = entries.some((entry) => entry.maker && entry.maker !== me);
  panel.hidden = !shown.length && !others;
  const list = part(panel, "list"), text = part(panel, "text"), waiting = shown.some((entry) => !entry.refused && entry.maker);
  text.textContent = waiting ? text.getAttribute(`data-${outcome || "waiting"}`) ?? text.dataset.waiting : shown.some((entry) => entry.refused) ? text.dataset.refused : "";
  part(panel, "send").hidden = !waiting;
  part(panel, "others").hidden = !others;
  clear(list);
  for (const entry of shown) list.append(itemOf(part(panel, "entry"), entry));
  markDoors(shown.filter((entry) => entry.maker && !entry.refused));
  if (sent && atRest()) location.reload();
}

// Closes or hides the form of a new entry and moves the focus to the list of stored entries.
export async function say(form, outcome) {
  const sheet = form.closest("[data-entry-sheet]");
  if (sheet) { sheet.hidden = true; form.reset(); }
  await show(outcome);
  if (!panel) return;
  if (!form.closest(".door")) { if (!sheet) form.hidden = true; panel.scrollIntoView({ block: "center" }); part(panel, "text").focus(); }
}

if (panel) part(panel, "send").addEventListener("click", () => document.dispatchEvent(new Event("kept:send")));
document.addEventListener("kept:show", () => show());
