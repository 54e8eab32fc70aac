// Forms that do not wait on this device (without data-keep) need the portal. On a page that the service worker kept a
// line stands in their place. Elsewhere a press without signal is answered in words: the browser would show a page of its own.
import { buttonOf, press } from "./submitting.js";

const line = document.querySelector("[data-offline-line]");
const PATIENCE = 5_000; // milliseconds
const hidden = new Map(); // form → the line in its place

export const isKeptPage = () => Boolean(line) && !line.hidden;
const isPlain = (form) => !form.matches("[data-keep], [data-keep-rows], [data-sign-out]") && form.getAttribute("method") === "post" && !form.querySelector("[data-files]");

export function words(name) {
  const told = document.createElement("p");
  told.textContent = document.getElementById("main")?.dataset[name] ?? "";
  return told;
}

function replace(form) {
  const told = words("needsSignal");
  told.className = "meta";
  form.hidden = true;
  form.before(told);
  hidden.set(form, told);
}

// Above the row of the pressed button, so that it is seen on a long form.
function tell(form, button) {
  document.querySelector("[data-told-away]")?.remove();
  const told = words("away"), row = button?.closest(".row");
  Object.assign(told, { className: "say wait", tabIndex: -1 });
  told.dataset.toldAway = "";
  told.setAttribute("role", "alert");
  (row && form.contains(row) ? row : form).before(told);
  told.focus();
  told.scrollIntoView({ block: "center" });
}

export function isThere() {
  const breaking = new AbortController(), timer = setTimeout(() => breaking.abort(), PATIENCE);
  return fetch("/manifest.webmanifest", { cache: "no-store", signal: breaking.signal })
    .then(() => true, () => false).finally(() => clearTimeout(timer));
}

// On pages for use at doors the portal is asked first, because phones say that they are online in a stairwell, too.
const asksFirst = (form) => (isKeptPage() || document.querySelector("[data-kept]")) && !form.dataset.heard;

function check(event) {
  const form = event.target;
  if (!isPlain(form)) return;
  const away = navigator.onLine === false;
  if (!away && !asksFirst(form)) { delete form.dataset.heard; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = buttonOf(event);
  if (away) tell(form, button);
  else isThere().then((there) => { if (there) { form.dataset.heard = "yes"; press(form, button); } else tell(form, button); });
}

document.addEventListener("submit", check, true);
if (isKeptPage()) for (const form of document.querySelectorAll("main form")) if (isPlain(form) && !form.hasAttribute("data-sheet-table")) replace(form);

// The portal was heard, so that what was said of the missing signal is over.
export function hear() { document.querySelector("[data-told-away]")?.remove(); }

window.addEventListener("online", () => {
  hear();
  for (const [form, told] of hidden) { form.hidden = false; told.remove(); }
  hidden.clear();
});
