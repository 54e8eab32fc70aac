// The page for signing out. Unsent entries would be lost with the session's pages, so they can be sent first; leaving
// without them takes a second press.
import { sendAll } from "./keep.js";
import { dropOwn, unsent } from "./kept-store.js";
import { isKeptPage, isThere } from "./needs-signal.js";
import { forgetPages } from "./offline.js";
import { me } from "./person.js";
import { endOtherPages, isSignedOut } from "./signed-out.js";

const MAX_WAIT = 5000, LATER = 10_000; // ms
const PENDING = "signing out"; // in localStorage: who has signed out without signal

for (const form of document.querySelectorAll("form[data-sign-out]")) begin(form);

function begin(form) {
  const notice = form.querySelector("[data-waiting]");
  if (!notice) return;
  let asked = false;
  const count = () => unsent().catch(() => []);
  const tell = async () => {
    const { length } = await count();
    notice.hidden = !length;
    notice.querySelector("[data-waiting-number]").textContent = length;
    return length;
  };
  tell();
  notice.querySelector("[data-waiting-send]").addEventListener("click", () => sendAll().catch(() => {}).then(tell));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    tell().then((waiting) => {
      if (!waiting || asked) { forget(form).then(isThere).then((there) => leave(form, there)); return; }
      asked = true;
      button.textContent = notice.dataset.sure;
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
    });
  });
}

let isLeft = false; // on this page somebody has signed out without signal

// Without signal the session ends when the portal is heard again, on whatever page is opened then.
function leave(form, there) {
  if (there) { HTMLFormElement.prototype.submit.call(form); return; }
  isLeft = true;
  try { localStorage.setItem(PENDING, me); } catch { /* the sentence says what to do */ }
  const told = document.createElement("p");
  told.className = "say wait";
  told.setAttribute("role", "alert");
  told.textContent = form.querySelector("[data-signed-out-away]").dataset.signedOutAway;
  form.replaceWith(told);
}

const pending = () => { try { return localStorage.getItem(PENDING); } catch { return null; } };

// Ends the session of somebody who has signed out without signal.
async function endSession() {
  if (!me || pending() !== me || isKeptPage() || document.documentElement.hidden) return;
  document.documentElement.hidden = true;
  try {
    const page = new DOMParser().parseFromString(await (await fetch("/account/logout/", { headers: { "X-Background": "1" } })).text(), "text/html");
    const answer = await fetch("/account/logout/", { method: "POST", body: new URLSearchParams(new FormData(page.querySelector("form[data-sign-out]"))), redirect: "manual" });
    if (answer.status >= 400) throw new TypeError(answer.status);
    await forgetPages().catch(() => {});
    await dropOwn().catch(() => {});
    localStorage.removeItem(PENDING);
    location.assign("/");
  } catch { document.documentElement.hidden = false; }
}

endSession();
// Of several open pages the one on which somebody signed out goes first.
const goOn = () => { if (me && pending() === me) location.assign("/"); };
window.addEventListener("online", () => setTimeout(goOn, isSignedOut() && !isLeft ? LATER : 0));

// Entries of other helpers stay until they sign in. Storage that does not answer holds nobody back.
function forget(form) {
  return Promise.race([empty(form), new Promise((resolve) => setTimeout(resolve, MAX_WAIT))]);
}

async function empty(form) {
  endOtherPages();
  await forgetPages().catch(() => {});
  try {
    if (form.elements.shared?.checked) { localStorage.clear(); endOtherPages(); }
    await dropOwn();
  } catch { /* storage is disabled, so nothing was stored */ }
}
