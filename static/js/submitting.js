// Which button sends a form, and sending it with that button, in browsers that do not tell
// (before Chromium 81 and Safari 15.4) or cannot be asked to (before Safari 16).
let pressed = null;
document.addEventListener("click", (event) => { pressed = event.target.closest("button, input[type=submit]"); }, true);

export function buttonOf(event) {
  return event.submitter ?? (pressed && pressed.form === event.target ? pressed : null);
}

// As if it were pressed: the form's own checks and listeners run.
export function press(form, button) {
  const by = button ?? form.querySelector("[type=submit]");
  if (by) by.click(); else form.submit();
}

// Without a script listening: the name and value of the button go along.
export function sendPlainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
