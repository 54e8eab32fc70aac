// At a door without signal: what was entered stays on this device and is sent when the signal is back.
// The form's one-time key makes sure that what is sent twice is recorded once.
const forms = document.querySelectorAll("form[data-keep]");
const panel = document.querySelector("[data-kept]");
const PATIENCE = 12_000; // milliseconds that one waits at a door

const store = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open("louzu", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function withKept(mode, work) {
  const db = await store();
  try {
    const request = work(db.transaction("kept", mode).objectStore("kept"));
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally { db.close(); }
}

async function all() {
  const [keys, entries] = await Promise.all([withKept("readonly", (s) => s.getAllKeys()), withKept("readonly", (s) => s.getAll())]);
  return keys.map((key, n) => ({ key, ...entries[n] }));
}

// "sent", "refused" (the server has read it and says no), or "away" (it may not have heard us).
async function send({ url, fields }) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  const ask = (where, more) => fetch(where, { redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...more });
  try {
    const answer = await ask(url, { method: "POST", body, headers: { "X-Kept": "1" } });
    if (answer.status === 204) return "sent";
    if (answer.type !== "opaqueredirect") return answer.status >= 500 ? "away" : "refused";
    // Led elsewhere: it was there already; or one has been signed out, and then nothing was recorded.
    return (await ask(location.href)).ok ? "sent" : "refused";
  } catch { return "away"; }
}

async function show() {
  if (!panel) return;
  const kept = await all();
  const text = panel.querySelector("[data-kept-text]");
  panel.hidden = kept.length === 0;
  text.textContent = kept.some((entry) => entry.refused) ? text.dataset.refused : text.dataset.waiting;
  panel.querySelector("[data-kept-list]").replaceChildren(...kept.map((entry) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.page;
    link.textContent = `${entry.label} ${entry.said}`;
    line.append(link);
    return line;
  }));
}

let sending = false;
async function sendAll() {
  if (sending) return;
  sending = true;
  let sent = 0;
  for (const entry of await all()) {
    const outcome = await send(entry);
    if (outcome === "sent") { await withKept("readwrite", (s) => s.delete(entry.key)); sent += 1; }
    else {
      const { key, ...rest } = entry;
      await withKept("readwrite", (s) => s.put({ ...rest, refused: outcome === "refused" }, key));
      if (outcome === "away") break;
    }
  }
  sending = false;
  await show();
  if (sent && panel) location.reload();
}

const now = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 19); // Shanghai's wall clock

function entryOf(form, submitter) {
  const body = new FormData(form, submitter);
  if (submitter?.name === "outcome") body.set("visited_at", now());
  else if (body.has("said_at") && !body.get("said_at")) body.set("said_at", now());
  const url = form.action;
  return { url, page: url.replace(/visit\/$/, ""), label: form.dataset.keep, said: submitter?.textContent.trim() ?? "", fields: [...body] };
}

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.native) return;
    event.preventDefault();
    const entry = entryOf(form, event.submitter);
    const outcome = await send(entry);
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-disabled");
    if (outcome === "sent") location.assign(form.dataset.next);
    else if (outcome === "refused") { form.dataset.native = "yes"; form.requestSubmit(event.submitter); }
    else {
      await withKept("readwrite", (s) => s.add(entry));
      form.closest("[data-entry-sheet]")?.setAttribute("hidden", "");
      await show();
      panel?.scrollIntoView({ block: "center" });
    }
  });
}
if (panel) {
  panel.querySelector("[data-kept-send]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  show().then(() => navigator.onLine && sendAll()).catch(() => { /* storage is switched off: forms go straight out */ });
}
