// Drafts on this device (localStorage), and which of them are being sent.
import { me } from "./person.js";

const OURS = `drafts:${me}:`; // other users of this device don't see them
const OF_OLDER_RELEASES = "draft:"; // without the user's pk

export const keyOf = (name) => OURS + name;
export const load = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
export const save = (key, value) => localStorage.setItem(key, JSON.stringify(value));
export const drop = (key) => localStorage.removeItem(key);

function dropAll(prefix) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) drop(key);
}

// Stores which draft the form with this one-time key has, for the ten newest forms.
export function onItsWay(once, key) {
  const sent = Object.fromEntries(Object.entries(load("sent") ?? {}).slice(-9));
  save("sent", { ...sent, [once]: key });
}

// The cookie "sent" has the key of the form that the server accepted.
export function dropSent() {
  const taken = document.cookie.match(/(?:^|; )sent=([^;]+)/)?.[1];
  const sent = load("sent") ?? {};
  if (!taken || !sent[taken]) return;
  drop(sent[taken]);
  delete sent[taken];
  save("sent", sent);
  document.cookie = "sent=; max-age=0; path=/";
}

export const forgetOlderReleases = () => dropAll(OF_OLDER_RELEASES);

// Drafts of all users, on a shared device.
export function forgetAll() {
  dropAll("drafts:");
  drop("sent");
}
