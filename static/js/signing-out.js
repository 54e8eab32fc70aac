// The page for signing out. Unsent entries would be lost with the session's pages, so they can be sent first; leaving
// without them takes a second press.
import { sendAll } from "./keep.js";
import { drop, everything, unsent } from "./kept-store.js";
import { forgetPages } from "./offline.js";
import { me } from "./person.js";

const MAX_WAIT = 5000; // ms

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
      if (!waiting || asked) { forget(form).then(() => HTMLFormElement.prototype.submit.call(form)); return; }
      asked = true;
      button.textContent = notice.dataset.sure;
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
    });
  });
}

// Entries of other helpers stay until they sign in. Storage that does not answer holds nobody back.
function forget(form) {
  return Promise.race([empty(form), new Promise((resolve) => setTimeout(resolve, MAX_WAIT))]);
}

async function empty(form) {
  await forgetPages().catch(() => {});
  try {
    if (form.elements.shared?.checked) localStorage.clear();
    for (const entry of await everything()) if (entry.maker === me) await drop(entry.order);
  } catch { /* storage is disabled, so nothing was stored */ }
}
