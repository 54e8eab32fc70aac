// Ignores further taps while a form is being sent. The server accepts it only once in any case.
import { buttonOf } from "./submitting.js";

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    buttonOf(event)?.setAttribute("aria-disabled", "true");
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled], input[aria-disabled]")) button.removeAttribute("aria-disabled");
});
