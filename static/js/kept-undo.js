// Names the last tap of this person (templates/doors/_undo.html). One that waits on this device is taken back here. One
// that the portal has recorded is taken back there, so that on a page kept by the service worker its button is hidden.
import { takeBack } from "./kept-queue.js";
import { isKeptPage } from "./needs-signal.js";

const box = document.querySelector("[data-undo-kept]");
const recorded = [...document.querySelectorAll("[data-undo-sent]")];
const part = (name) => box.querySelector(`[data-undo-${name}]`);
const isTap = ({ url }) => /\/doors\/\d+\/(knock|told\/\d+)\/$/.test(url);
const waits = ({ state }) => state === "kept" || state === "sending";
const home = box?.parentElement, behind = box?.nextElementSibling; // where the template has it
let last = null;

function placeOf(tap) {
  const asks = [...document.querySelectorAll("[data-ask]")];
  return isOf(tap) ? asks.find((ask) => ask.dataset.ask === tap.question) : null;
}

// Of another door only a tap that has led on from there is shown on the page of a door.
const LEADS_ON = ["not_in", "not_now", "refused"];
const isOf = ({ url }) => new URL(url).pathname.startsWith(location.pathname);
const isShownHere = (tap) => isOf(tap) || !document.querySelector("[data-at]") || tap.fields.some(([name, value]) => name === "outcome" && LEADS_ON.includes(value));

// A tap that waits is not offered once more.
function hideTaps(own) {
  for (const form of document.querySelectorAll("form[data-tap]")) {
    const outcomes = [...form.querySelectorAll("[name=outcome]")].map(({ value }) => value);
    form.hidden = own.some((entry) => waits(entry) && entry.url === form.action && entry.fields.some(([name, value]) => name === "outcome" && outcomes.includes(value)));
  }
}

// `own`: all entries of this person that are stored here, in their order.
export function showLast(own) {
  hideTaps(own);
  if (!box) return;
  const waiting = own.filter(waits);
  last = waiting.length ? waiting[waiting.length - 1] : null;
  for (const one of recorded) one.hidden = isKeptPage() || Boolean(last);
  const shown = Boolean(last) && isTap(last) && isShownHere(last);
  part("asked").hidden = !shown;
  if (shown) part("done").hidden = true;
  box.hidden = !shown && part("done").hidden;
  if (!shown) return;
  part("what").textContent = `${last.label}：${last.said}`;
  const place = placeOf(last);
  if (place) place.append(box); else home.insertBefore(box, behind);
}

async function press(button) {
  const { order, url } = last;
  button.disabled = true;
  const gone = await takeBack(order).finally(() => { button.disabled = false; });
  if (!gone) { location.reload(); return; } // the portal knows it now
  for (const form of document.querySelectorAll("form[data-keep]")) if (form.action === url) form.hidden = false;
  part("done").hidden = false;
  document.dispatchEvent(new Event("kept:show"));
  part("done").focus({ preventScroll: true });
}

if (box) part("press").addEventListener("click", (event) => press(event.currentTarget));
