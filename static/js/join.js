// The code of a slip stands behind the # of its address, which no server ever sees: it is moved into
// the field and out of the address, and the form is sent on.
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
