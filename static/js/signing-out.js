// The page for signing out. On a shared device people can delete their own drafts and entries; other people's
// entries stay.
import { drop, mine } from "./kept-store.js";

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  const { shared } = form.elements;
  if (!shared) continue;
  mine().then((entries) => { form.querySelector("[data-waiting]").hidden = !entries.length; }).catch(() => {});
  form.addEventListener("submit", (event) => {
    if (!shared.checked) return;
    event.preventDefault();
    forget().catch(() => { /* storage is disabled, so nothing was stored */ }).then(() => HTMLFormElement.prototype.submit.call(form));
  });
}

async function forget() {
  localStorage.clear();
  for (const entry of await mine()) await drop(entry.key);
}
