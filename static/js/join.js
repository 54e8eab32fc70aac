// The code of a slip is the fragment of its URL, which is never sent to a server. Moves it from the URL into
// the field and submits the form.
import { press } from "./submitting.js";

const field = document.querySelector("[data-from-fragment]");

function take() {
  const [code] = location.hash.slice(1).match(/^[0-9A-Za-z]{8}$/) ?? [];
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = code;
  press(field.form);
}

if (field) {
  take();
  window.addEventListener("hashchange", take);
}
