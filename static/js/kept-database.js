// The database of entries on this device (IndexedDB). Stores:
//   entries  see kept-store.js; the key is the order in which they were made, whatever the clock said
//   lease    which tab is sending, in browsers without Web Locks (kept-turn.js)
const NAME = "louzu-entries";
const FULL = "QuotaExceededError";

const connect = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("entries", { keyPath: "order", autoIncrement: true });
    asked.result.createObjectStore("lease", { keyPath: "name" });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function attempt(store, mode, work) {
  const db = await connect();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const told = work(transaction.objectStore(store)); // a request, or an object with a result
      transaction.oncomplete = () => resolve(told.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? told.error);
    });
  } finally { db.close(); }
}

// Resolves with the result of the request that `work` returns, once it is written. Safari cuts the connections of
// tabs in the background, so the database is opened a second time.
export const within = (store, mode, work) => attempt(store, mode, work).catch((error) => {
  if (error?.name === FULL || !isThere()) throw error;
  return attempt(store, mode, work);
});

// Reads a record and writes what `change` returns, in one transaction. Nothing is written if it returns null.
export const amend = (store, key, change) => within(store, "readwrite", (records) => {
  const told = { result: null };
  const request = records.get(key);
  request.onsuccess = () => {
    told.result = change(request.result) ?? null;
    if (told.result) records.put(told.result);
  };
  return told;
});

// False in private windows of some browsers.
export function isThere() {
  try { return Boolean(window.indexedDB); } catch { return false; }
}

const ASKED = "asked to persist"; // in localStorage

// Asks the browser once not to delete the entries when the device runs short of space. Nothing relies on its answer.
export function askToPersist() {
  try {
    if (localStorage.getItem(ASKED)) return;
    localStorage.setItem(ASKED, "yes");
  } catch { return; }
  navigator.storage?.persist?.().catch(() => {});
}
