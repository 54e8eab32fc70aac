// Entries in the database of releases up to 0.1. Pages of these releases that are still open go on using it, so it
// stays, and what they put there is taken over whenever a page is opened.
import { bytesOf } from "./kept-files.js";

const NAME = "louzu", STORE = "kept";

// Resolves with null if the database does not exist.
const connect = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => (asked.error?.name === "AbortError" ? resolve(null) : reject(asked.error));
});

async function within(mode, work) {
  const db = await connect();
  if (!db) return null;
  try {
    if (!db.objectStoreNames.contains(STORE)) return null;
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally { db.close(); }
}

export async function former() {
  const keys = (await within("readonly", (kept) => kept.getAllKeys())) ?? [];
  if (!keys.length) return [];
  const entries = await within("readonly", (kept) => kept.getAll());
  return keys.map((key, n) => [key, entries[n]]);
}

async function renewed(key, { fields, typed = [], ...entry }) {
  const once = (fields.find(([name]) => name === "once") ?? [])[1] || `former-${key}`;
  const whole = await Promise.all(fields.map(async ([name, value]) => [name, value instanceof Blob ? await bytesOf(value) : value]));
  const places = (value) => (value instanceof Blob ? { field: fields.findIndex(([, one]) => one instanceof Blob && one.name === value.name && one.size === value.size) } : value);
  return {
    round: `${(entry.url.match(/^.*\/b\/[\w-]+\//) ?? [""])[0]}doors/`, ...entry, once, fields: whole,
    typed: typed.map(([label, value]) => [label, places(value)]),
    state: entry.refused ? "refused" : "kept", why: entry.refused ?? "", tries: 0,
  };
}

export async function takeOver([key, entry], add) {
  await add(await renewed(key, entry));
  await within("readwrite", (kept) => kept.delete(key));
}
