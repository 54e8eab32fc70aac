// A box for a whole group ([data-whole]) ticks the boxes of its fieldset, and is unticked with any of them.
for (const whole of document.querySelectorAll("[data-whole]")) {
  const single = [...whole.closest("fieldset").querySelectorAll("[type=checkbox]")].filter((box) => box !== whole);
  whole.addEventListener("change", () => { for (const box of single) box.checked = whole.checked; });
  for (const box of single) box.addEventListener("change", () => { whole.checked = single.every(({ checked }) => checked); });
  if (whole.checked) for (const box of single) box.checked = true;
}
