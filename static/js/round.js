// Opens the form for an answer inside the page, so that it works without a connection.
const sheet = document.querySelector("[data-entry-sheet]");
const form = sheet?.querySelector("[data-entry]");

for (const link of document.querySelectorAll("a[data-door]")) {
  if (!form) break;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    form.reset();
    form.action = link.href;
    form.dataset.keep = link.dataset.door;
    form.querySelector("[data-fresh]").value = crypto.randomUUID?.().replaceAll("-", "") ?? String(Math.random()).slice(2) + Date.now();
    const title = sheet.querySelector("[data-entry-title]");
    title.textContent = title.dataset.entryTitle + link.dataset.door;
    sheet.hidden = false;
    link.closest(".door").after(sheet);
    title.focus();
    form.dispatchEvent(new Event("kept:open")); // keep.js
  });
}
sheet?.querySelector("[data-entry-close]").addEventListener("click", () => { sheet.hidden = true; });
