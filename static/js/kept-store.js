// Entries made at doors that have not reached the server, on this device (IndexedDB, because of photos).
// An entry: { maker, round, url, page, label, said, at, fields, typed, refused }
//   maker    pk of the user who was signed in when it was made; missing in entries of older releases
//   round    URL of the round of its canvass, which lists the entry
//   fields   [name, value or File] as the form sends them; typed: [label, value or File] for people
//   refused  the server's reason for refusing it, or ""
import { me } from "./person.js";

const open = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open("louzu", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function withStore(mode, work) {
  const db = await open();
  try {
    const request = work(db.transaction("kept", mode).objectStore("kept"));
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally { db.close(); }
}

export const roundOf = (url) => `${(url.match(/^.*\/canvass\/\d+\//) ?? [""])[0]}round/`;

export async function all() {
  const [keys, entries] = await Promise.all([withStore("readonly", (s) => s.getAllKeys()), withStore("readonly", (s) => s.getAll())]);
  return keys.map((key, n) => ({ typed: [], round: roundOf(entries[n].url), ...entries[n], key }));
}

export const mine = async () => (await all()).filter((entry) => me && entry.maker === me);
export const add = (entry) => withStore("readwrite", (s) => s.add(entry));
export const drop = (key) => withStore("readwrite", (s) => s.delete(key));
export const put = ({ key, ...entry }) => withStore("readwrite", (s) => s.put(entry, key));
