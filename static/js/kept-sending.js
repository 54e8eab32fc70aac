// Sends one stored entry and returns the outcome. Only a failed network request is "away";
// other errors are errors of this script and are thrown.
import { me } from "./person.js";

const PATIENCE = 12_000; // milliseconds after which a request is aborted
const NOT_HEARD = [429, 502, 503, 504];

function request(url, more) {
  const breaking = new AbortController();
  const timer = setTimeout(() => breaking.abort(), PATIENCE);
  // fetch rejects with TypeError for network errors and with AbortError for the timer
  return fetch(url, { redirect: "manual", credentials: "same-origin", signal: breaking.signal, ...more })
    .then((answer) => answer, () => null)
    .finally(() => clearTimeout(timer));
}

function bodyOf(fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  return body;
}

// Returns { outcome, why }. Outcomes: "sent"; "away" (no response); "signed-out"; "stale" (the page is too old to send
// from); "mend" (a corrected form may be accepted); "refused". `why` has the server's messages.
export async function send(entry) {
  if (entry.maker !== me) return { outcome: "refused", why: "" };
  const answer = await request(entry.url, { method: "POST", body: bodyOf(entry.fields), headers: { "X-Kept-By": me } });
  if (!answer || NOT_HEARD.includes(answer.status)) return { outcome: "away", why: "" };
  if (answer.status === 204) return { outcome: "sent", why: "" };
  if (answer.type === "opaqueredirect" || answer.status === 409) return { outcome: "signed-out", why: "" };
  const plain = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain");
  if (answer.status === 403 && !plain) return { outcome: "stale", why: "" };
  const why = plain ? await answer.text().catch(() => "") : "";
  return { outcome: answer.status === 422 ? "mend" : "refused", why };
}
