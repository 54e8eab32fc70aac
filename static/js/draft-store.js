// Drafts on this device (localStorage), and which of them the server is taking.
import { me } from "./person.js";

const OURS = `drafts:${me}:`; // nobody else who signs in on this device gets to see them
const OF_OLDER_RELEASES = "draft:"; // they do not say whose they are

export const keyOf = (name) => OURS + name;
export const load = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
export const save = (key, value) => localStorage.setItem(key, JSON.stringify(value));
export const drop = (key) => localStorage.removeItem(key);

function dropAll(prefix) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) drop(key);
}

// The form with this one-time key holds this draft; the ten newest are known.
export function onItsWay(once, key) {
  const sent = Object.fromEntries(Object.entries(load("sent") ?? {}).slice(-9));
  save("sent", { ...sent, [once]: key });
}

// The server says by the cookie "sent" which form it took.
export function forgetTheTaken() {
  const taken = document.cookie.match(/(?:^|; )sent=([^;]+)/)?.[1];
  const sent = load("sent") ?? {};
  if (!taken || !sent[taken]) return;
  drop(sent[taken]);
  delete sent[taken];
  save("sent", sent);
  document.cookie = "sent=; max-age=0; path=/";
}

export const forgetOlderReleases = () => dropAll(OF_OLDER_RELEASES);

// Everybody's, on a device that others use.
export function forgetAll() {
  dropAll("drafts:");
  drop("sent");
}
