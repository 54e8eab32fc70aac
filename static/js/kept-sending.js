// Sends one kept entry, and says what became of it. Only a request that failed on its way counts as "away":
// whatever else goes wrong is an error of this script and is thrown.
import { me } from "./person.js";

const PATIENCE = 12_000; // milliseconds that one waits at a door
const NOT_HEARD = [429, 502, 503, 504];

function request(url, more) {
  const breaking = new AbortController();
  const timer = setTimeout(() => breaking.abort(), PATIENCE);
  // a rejection of fetch is the network's (TypeError) or the timer's (AbortError)
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

// { outcome, why }: "sent"; "away", nobody heard it; "signed-out"; "stale", the page is too old to send from;
// "mend", a corrected form may be taken; "refused". `why` holds the server's sentences.
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
