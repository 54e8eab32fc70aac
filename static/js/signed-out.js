// Signing out in one tab ends the other open pages of the same person on this device: they are blanked, and store and send
// nothing more. A page that was asleep, or that the back key brings, finds out as soon as it is seen or pressed.
import { me } from "./person.js";

const SIGNED_OUT = "signed out"; // in localStorage: who signed out last, and a number for that time

const last = () => { try { return localStorage.getItem(SIGNED_OUT) ?? ""; } catch { return ""; } }; // storage is disabled
const atFirst = last();
let over = false, isHere = false;

export function isSignedOut() {
  const now = last();
  over = over || (Boolean(me) && now !== atFirst && now.startsWith(`${me} `));
  return over;
}

// Called by the page that signs out, which says itself what happened.
export function endOtherPages() {
  over = true;
  isHere = true;
  try { localStorage.setItem(SIGNED_OUT, `${me} ${Math.random()}`); } catch { /* no other page can know */ }
}

function check(event) {
  if (isHere || !isSignedOut()) return;
  if (event.type === "submit") { event.preventDefault(); event.stopImmediatePropagation(); }
  const { signedOut = "", signInAgain = "" } = document.getElementById("main")?.dataset ?? {};
  const main = document.createElement("main"), told = document.createElement("p"), link = document.createElement("a");
  told.className = "say wait";
  told.setAttribute("role", "alert");
  told.textContent = signedOut;
  Object.assign(link, { className: "button", href: "/", textContent: signInAgain });
  Object.assign(main, { id: "main", className: "stack" });
  Object.assign(main.dataset, { signedOut, signInAgain });
  main.append(told, link);
  document.title = signedOut;
  document.body.textContent = "";
  document.body.append(main);
}

document.addEventListener("submit", check, true);
document.addEventListener("visibilitychange", check);
for (const name of ["storage", "pageshow", "focus"]) window.addEventListener(name, check);
