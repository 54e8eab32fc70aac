// Replaces `event.submitter` (missing before Chromium 81 and Safari 15.4) and
// `requestSubmit` (missing before Safari 16).
let pressed = null;
document.addEventListener("click", (event) => { pressed = event.target.closest("button, input[type=submit]"); }, true);

export function buttonOf(event) {
  return event.submitter ?? (pressed && pressed.form === event.target ? pressed : null);
}

// Submits as if the button were pressed, with validation and listeners.
export function press(form, button) {
  const by = button ?? form.querySelector("[type=submit]");
  if (by) by.click(); else form.submit();
}

// Submits without listeners, with the button's name and value.
export function sendPlainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
