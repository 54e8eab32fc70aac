// What is being typed is kept on this device until it has been sent.
const kept = (field) => ["text", "textarea", "select-one", "datetime-local"].includes(field.type) && field.name;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  const fields = () => [...form.elements].filter(kept);
  const untouched = fields().every((field) => field.value === field.defaultValue || field.type === "select-one");
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    if (draft && untouched && !form.querySelector("[role=alert]")) {
      for (const field of fields()) if (draft[field.name]) field.value = draft[field.name];
    }
    form.addEventListener("input", () => {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((f) => [f.name, f.value]))));
    });
    form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
  } catch { /* storage is switched off: the form still works */ }
}
try {
  const sent = sessionStorage.getItem("sent");
  const back = sent && document.querySelector(`form[data-draft="${CSS.escape(sent.slice(6))}"]`);
  if (sent && !back) { localStorage.removeItem(sent); sessionStorage.removeItem("sent"); }
} catch { /* as above */ }
