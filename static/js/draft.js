// What is being typed is kept on this device until the server has said that it took it: the cookie
// "sent" then holds the form's one-time key. A lost connection, a reload or an error loses nothing.
const KEPT = ["text", "textarea", "select-one", "datetime-local", "number", "checkbox"];
const kept = (field) => KEPT.includes(field.type) && field.name;
const read = (field) => (field.type === "checkbox" ? field.checked : field.value);
const write = (field, value) => { if (field.type === "checkbox") field.checked = value; else if (value) field.value = value; };
const touched = (field) => ["text", "textarea"].includes(field.type) && field.value !== field.defaultValue;

try {
  const taken = document.cookie.match(/(?:^|; )sent=([^;]+)/)?.[1];
  const sent = JSON.parse(localStorage.getItem("sent") ?? "{}");
  if (taken && sent[taken]) {
    localStorage.removeItem(sent[taken]);
    delete sent[taken];
    localStorage.setItem("sent", JSON.stringify(sent));
    document.cookie = "sent=; max-age=0; path=/";
  }
} catch { /* storage is switched off: there are no drafts to forget */ }

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  const fields = () => [...form.elements].filter(kept);
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    if (draft && !fields().some(touched) && !form.querySelector("[role=alert]")) {
      for (const field of fields()) if (field.name in draft) write(field, draft[field.name]);
    }
    form.addEventListener("input", () => {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((f) => [f.name, read(f)]))));
    });
    form.addEventListener("submit", () => {
      const sent = Object.entries(JSON.parse(localStorage.getItem("sent") ?? "{}")).slice(-9);
      localStorage.setItem("sent", JSON.stringify({ ...Object.fromEntries(sent), [form.elements.once?.value]: key }));
    });
  } catch { /* storage is switched off: the form still works */ }
}
