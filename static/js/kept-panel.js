// Lists stored entries on the page of their round. Other pages show one line after entries were sent or refused.
import { count } from "./kept-count.js";
import { itemOf } from "./kept-item.js";
import { listOf, tell, unexplained } from "./kept-line.js";
import { markPlaces } from "./kept-marks.js";
import { all } from "./kept-store.js";
import { showLast } from "./kept-undo.js";
import { me } from "./person.js";
import { focusOn, stay } from "./place.js";

const panel = document.querySelector("[data-kept]");
const sentPart = document.querySelector("[data-kept-sent]");
const part = (node, name) => node.querySelector(`[data-kept-${name}]`);
const clear = (node) => { while (node.firstChild) node.firstChild.remove(); };
const here = (entry) => panel && listOf(entry.round) === new URL(panel.dataset.kept, location).href;

// The server's messages, or the page's own if there are none.
export const telling = (why) => why || (panel?.dataset.unexplained ?? unexplained ?? "?");

// A page goes elsewhere by itself only if it is not left already: that would stop the page that somebody has opened.
let leaving = false;
window.addEventListener("beforeunload", () => { leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
export function goTo(url) {
  if (leaving) return;
  stay(url);
  location.assign(url);
}

// Whether the page shows the doors and can be reloaded because no form is half filled in.
function atRest() {
  const typing = [...document.querySelectorAll("main form")].some((form) => [...form.elements].some((field) => (field.checked !== field.defaultChecked) || field.files?.length || (["text", "textarea"].includes(field.type) && field.value !== field.defaultValue)));
  return panel.hasAttribute("data-kept-reload") && !typing;
}

// A page that was loaded after an entry was sent shows itself what became of it.
const loadedAt = Date.now() - performance.now();
const isNews = (entry) => entry.maker && (entry.state !== "sent" || entry.sent > loadedAt);

// Opens the list for what was `sent` from here just now, because the form of it is gone.
function showSent(entries, sent) {
  sentPart.hidden = !entries.length;
  const list = part(sentPart, "sent-list");
  clear(list);
  for (const entry of entries) list.prepend(itemOf(part(panel, "entry"), entry));
  sentPart.open = sentPart.open || sent > 0 || entries.some((entry) => entry.found.length);
}

function showWaiting(entries, outcome) {
  const list = part(panel, "list"), text = part(panel, "text"), waiting = entries.some((entry) => entry.state !== "refused" && entry.maker);
  text.textContent = waiting ? text.getAttribute(`data-${outcome || "waiting"}`) ?? text.dataset.waiting : entries.some((entry) => entry.state === "refused") ? text.dataset.refused : "";
  part(panel, "send").hidden = !waiting;
  clear(list);
  for (const entry of entries) list.append(itemOf(part(panel, "entry"), entry));
}

// `outcome`: of the last request, "sending" or ""; `sent`: number of entries just sent.
export async function show(outcome = "", sent = 0) {
  const entries = await all(), own = entries.filter((entry) => me && entry.maker === me);
  count(own.filter((entry) => entry.state !== "sent"));
  showLast(own);
  tell(sent, own.find((entry) => entry.state === "refused" && !here(entry)), Boolean(panel));
  if (!panel) return;
  const shown = entries.filter((entry) => here(entry) && (!entry.maker || entry.maker === me));
  const unsent = shown.filter((entry) => entry.state !== "sent");
  const others = entries.some((entry) => entry.maker && entry.maker !== me && entry.state !== "sent");
  panel.hidden = !unsent.length && !others;
  part(panel, "others").hidden = !others;
  showWaiting(unsent, outcome);
  showSent(shown.filter((entry) => entry.state === "sent"), sent);
  const { badge, refusedBadge, sentBadge } = panel.dataset;
  markPlaces(shown.filter(isNews), { unsent: badge, refused: refusedBadge, sent: sentBadge });
  if (sent && !leaving && atRest()) location.reload();
}

// Hides the form of a new entry and moves the focus to the list of stored entries. A button of a question at a door leaves
// the page where it is.
export async function say(form, outcome) {
  await show(outcome);
  if (!panel) return;
  form.hidden = true;
  const ask = form.closest("[data-ask]");
  if (ask) { focusOn(ask); return; }
  panel.scrollIntoView({ block: "center" });
  part(panel, "text").focus();
}

if (panel) part(panel, "send").addEventListener("click", () => document.dispatchEvent(new Event("kept:send")));
document.addEventListener("kept:show", () => show());
