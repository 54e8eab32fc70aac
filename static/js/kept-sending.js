// Sends one stored entry and returns the outcome. Only a failed network request is "away";
// other errors are errors of this script and are thrown.
import { blobOf, isPhoto } from "./kept-files.js";
import { me } from "./person.js";
import { isSignedOut } from "./signed-out.js";

const PATIENCE = 12_000, SLOWEST = 20; // milliseconds after which a request is aborted, and bytes in each further one
const NOT_HEARD = [429, 502, 503, 504, 507];

export const patienceFor = (entry) => entry.fields.reduce((time, [, value]) => time + (isPhoto(value) ? value.bytes.byteLength / SLOWEST : 0), PATIENCE);

function request(url, patience, more) {
  const breaking = new AbortController();
  const timer = setTimeout(() => breaking.abort(), patience);
  // fetch rejects with TypeError for network errors and with AbortError for the timer
  return fetch(url, { redirect: "manual", credentials: "same-origin", signal: breaking.signal, ...more })
    .then((answer) => answer, () => null)
    .finally(() => clearTimeout(timer));
}

function bodyOf(fields) {
  const body = new FormData();
  for (const [name, value] of fields) {
    if (isPhoto(value)) body.append(name, blobOf(value), value.name);
    else body.append(name, value);
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  return body;
}

// The clocks of phones are wrong, so the server gets the time of the entry and that of sending.
const headersOf = (entry) => ({ "X-Kept-By": me, ...(entry.at ? { "X-Kept-At": Math.floor(entry.at / 1000), "X-Kept-Now": Math.floor(Date.now() / 1000) } : {}) });

function recorded(answer, entry) {
  if (answer.headers.get("X-Kept-Key") !== entry.once) return { outcome: "away", why: "" }; // another server's answer
  const found = (answer.headers.get("X-Kept-Found") ?? "").split(" ").filter(Boolean);
  return { outcome: "sent", why: "", row: answer.headers.get("X-Row-Version"), first: answer.headers.get("X-Kept-First"), found };
}

// Returns { outcome, why }. Outcomes: "sent", with when it was recorded first; "away" (no response of the portal);
// "signed-out"; "stale" (the page is too old to send from); "mend" (a corrected form may be accepted); "refused". `why`
// has the server's messages. `late`: it waited, and no page that says what became of it follows.
export async function send(entry, late = false) {
  if (entry.maker !== me) return { outcome: "refused", why: "" };
  if (isSignedOut()) return { outcome: "signed-out", why: "" };
  const answer = await request(entry.url, patienceFor(entry), { method: "POST", body: bodyOf(entry.fields), headers: { ...headersOf(entry), ...(late ? { "X-Kept-Late": "1" } : {}) } });
  if (!answer || NOT_HEARD.includes(answer.status)) return { outcome: "away", why: "" };
  if (answer.status === 204) return recorded(answer, entry);
  if (answer.type === "opaqueredirect" || [401, 409].includes(answer.status)) return { outcome: "signed-out", why: "" };
  if (answer.ok && answer.headers.get("X-Kept-By") !== me) return { outcome: "away", why: "" };
  const plain = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain");
  if (answer.status === 403 && !plain) return { outcome: "stale", why: "" };
  const why = plain ? await answer.text().catch(() => "") : "";
  return { outcome: answer.status === 422 ? "mend" : "refused", why, row: answer.headers.get("X-Row-Version") };
}
