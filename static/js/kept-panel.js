// What waits on this device, on the round of its canvass; elsewhere one line, when something came of it.
import { all, drop, me, mine, put } from "./kept-store.js";

const panel = document.querySelector("[data-kept]");
const line = document.querySelector("[data-kept-line]");
const part = (node, name) => node.querySelector(`[data-kept-${name}]`);
const clear = (node) => { while (node.firstChild) node.firstChild.remove(); };
const here = (entry) => panel && entry.round === new URL(panel.dataset.kept, location).href;
const again = () => document.dispatchEvent(new Event("kept:send"));

// The server's sentences, or the page's own where it gave none.
export const telling = (why) => why || (panel ?? line ?? document.body).dataset.unexplained || "?";

function description(typed) {
  const rows = document.createDocumentFragment();
  for (const [label, value] of typed) {
    const row = document.createElement("div"), term = document.createElement("dt"), told = document.createElement("dd");
    term.textContent = label;
    if (value instanceof Blob) {
      told.textContent = value.name ?? "";
      const photo = new Image(240);
      photo.src = URL.createObjectURL(value);
      photo.alt = value.name ?? "";
      if (value.type.startsWith("image/")) told.append(photo);
    } else told.textContent = value;
    row.append(term, told);
    rows.append(row);
  }
  return rows;
}

// Two presses: what is put away is gone.
function putAway(button, key) {
  if (!button.dataset.asked) { button.dataset.asked = "yes"; button.textContent = button.dataset.sure; return; }
  drop(key).then(() => show());
}

function lineOf(entry) {
  const item = part(panel, "entry").content.cloneNode(true);
  const own = entry.maker === me;
  part(item, "what").textContent = `${entry.label} ${entry.said}`;
  if (entry.at) part(item, "when").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  const why = part(item, "why");
  why.textContent = own ? entry.refused || "" : part(panel, "entry").dataset.unowned;
  why.hidden = !why.textContent;
  part(item, "read").hidden = !(own && entry.typed.length);
  if (own) part(item, "typed").append(description(entry.typed));
  const open = part(item, "open");
  open.hidden = !(own && entry.refused && /\/answer\/(\?|$)/.test(entry.url));
  open.href = `${entry.url.split("#")[0]}#kept-${entry.key}`;
  const retry = part(item, "again");
  retry.hidden = !(own && entry.refused);
  retry.addEventListener("click", () => put({ ...entry, refused: "" }).then(again));
  const claim = part(item, "claim");
  claim.hidden = own;
  claim.addEventListener("click", () => put({ ...entry, maker: me, refused: "" }).then(again));
  const away = part(item, "drop");
  away.hidden = own && !entry.refused;
  away.addEventListener("click", () => putAway(away, entry.key));
  return item;
}

// The door itself says that something of it waits.
function markDoors(entries) {
  for (const entry of entries) {
    const form = [...document.querySelectorAll(".door form")].find((one) => one.action === entry.url || one.action.replace(/visit\/$/, "answer/") === entry.url);
    const badge = form?.closest(".door").querySelector(".badge");
    if (badge) { badge.textContent = panel.dataset.badge; badge.className = "badge wait"; }
  }
}

// Where nothing is half typed, a page that shows the doors is fetched anew.
function atRest() {
  const typing = [...document.querySelectorAll("main form")].some((form) => [...form.elements].some((field) => (field.checked !== field.defaultChecked) || field.files?.length || (["text", "textarea"].includes(field.type) && field.value !== field.defaultValue)));
  return panel.hasAttribute("data-kept-reload") && !typing && document.querySelector("[data-entry-sheet]:not([hidden])") === null;
}

// On a page that does not list them.
function tell(sent, entries) {
  if (!line) return;
  const refused = entries.find((entry) => entry.refused && !here(entry));
  if (!refused && (!sent || panel)) return;
  line.hidden = false;
  line.textContent = refused ? line.dataset.refused : line.dataset.sent;
  if (!refused) return;
  const link = document.createElement("a");
  link.href = refused.round.replace(/round\/$/, ""); // the round is closed when its canvass is
  link.textContent = line.dataset.look;
  line.append(" ", link);
}

// `outcome` of the last sending, "sending", or ""; `sent`: how many went out just now.
export async function show(outcome = "", sent = 0) {
  const entries = await all(), own = entries.filter((entry) => me && entry.maker === me);
  tell(sent, own);
  if (!panel) return;
  const shown = entries.filter((entry) => here(entry) && (!entry.maker || entry.maker === me));
  const others = entries.some((entry) => entry.maker && entry.maker !== me);
  panel.hidden = !shown.length && !others;
  const list = part(panel, "list"), text = part(panel, "text"), waiting = shown.some((entry) => !entry.refused && entry.maker);
  text.textContent = waiting ? text.getAttribute(`data-${outcome || "waiting"}`) ?? text.dataset.waiting : shown.some((entry) => entry.refused) ? text.dataset.refused : "";
  part(panel, "send").hidden = !waiting;
  part(panel, "others").hidden = !others;
  clear(list);
  for (const entry of shown) list.append(lineOf(entry));
  markDoors(shown.filter((entry) => entry.maker && !entry.refused));
  if (sent && atRest()) location.reload();
}

// Just entered, and not on record: the page says so where one looks.
export async function say(form, outcome) {
  const sheet = form.closest("[data-entry-sheet]");
  if (sheet) { sheet.hidden = true; form.reset(); }
  await show(outcome);
  if (!panel) return;
  if (!form.closest(".door")) { if (!sheet) form.hidden = true; panel.scrollIntoView({ block: "center" }); part(panel, "text").focus(); }
}

if (panel) part(panel, "send").addEventListener("click", again);

// The page for signing out. Whoever leaves a shared device may have what they left on it deleted; what others
// entered waits for them.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  const { shared } = form.elements;
  if (!shared) continue;
  mine().then((entries) => { form.querySelector("[data-waiting]").hidden = !entries.length; }).catch(() => {});
  form.addEventListener("submit", (event) => {
    if (!shared.checked) return;
    event.preventDefault();
    forget().catch(() => { /* storage is switched off: nothing was kept */ }).then(() => HTMLFormElement.prototype.submit.call(form));
  });
}

async function forget() {
  localStorage.clear();
  for (const entry of await mine()) await drop(entry.key);
}
