// A button that copies the text of a field. Hidden without a clipboard; the field can be selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById(`${button.dataset.copy}-done`);
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(field.value)
      .then(() => { said.textContent = button.dataset.done; })
      .catch(() => field.select());
  });
}
