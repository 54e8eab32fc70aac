// Starts the service worker (static/worker/), which keeps the pages that helpers need without signal. Without one, as in
// WeChat on iPhones, everything else works.
import { waitingOf } from "./kept-store.js";
import { me } from "./person.js";

const { serviceWorker } = navigator;
const READER = "reader"; // in localStorage: who was signed in on the page that was loaded last
const SIZE = "text size"; // in localStorage: the reader's
const ONE = 1_000; // milliseconds after which the pages are fetched, so that the open one comes first

const inFolder = (name) => name.startsWith(`${location.origin}/static/`);
const loaded = () => performance.getEntriesByType("resource").map(({ name }) => name).filter(inFolder);
const linked = () => [...document.querySelectorAll("[data-kept-pages] a[href]")].map((link) => link.href.split("#")[0]);

async function begin() {
  await serviceWorker.register("/sw.js");
  const registration = await serviceWorker.ready;
  const keep = { person: me, pages: [location.href.split("#")[0], ...linked()], loaded: loaded() };
  setTimeout(() => registration.active?.postMessage({ keep }), ONE); // the worker of that time, which may be a new one
}

// Deletes the kept pages of everybody, before somebody signs out.
export async function forgetPages() {
  if (!window.caches || !serviceWorker) return;
  serviceWorker.controller?.postMessage({ forget: true }); // also pages that it is fetching
  for (const name of await caches.keys()) if (/^(pages|about)/.test(name)) await caches.delete(name);
}

const bare = (url) => url.split(/[?#]/)[0];

// Addresses of the pages that can be opened without signal, or null if no service worker answers for this page.
async function keptPages() {
  if (!window.caches || !serviceWorker?.controller) return null;
  const found = new Set();
  for (const name of await caches.keys()) {
    if (name.startsWith(`pages ${me} `)) for (const { url } of await (await caches.open(name)).keys()) found.add(bare(url));
  }
  const known = await caches.match("/about"), { home = "" } = known ? await known.json() : {};
  if (home && found.has(new URL(home, location).href)) found.add(`${location.origin}/`); // leads there (static/worker/pages.js)
  return found;
}

// Returns a function that says whether an address can be opened without signal. The worker ignores what follows a "?".
export async function opensWithoutSignal() {
  const kept = await keptPages();
  return kept && ((url) => kept.has(bare(url)));
}

// Whether the next page is another one that can be opened without signal.
export async function leadsOn(url) {
  const { pathname, href } = new URL(url, location);
  return pathname !== location.pathname && Boolean((await opensWithoutSignal())?.(href));
}

// A page that the back key brings may be that of somebody who has signed out since.
const reader = () => { try { return localStorage.getItem(READER); } catch { return null; } };

function hideOthers() {
  const known = reader();
  if (known === null || known === me) return;
  document.documentElement.hidden = true;
  location.reload();
}

const root = document.documentElement;
const isKept = Boolean(document.querySelector("[data-offline-line]:not([hidden])")); // shown by the service worker

function remember() {
  try {
    localStorage.setItem(READER, me);
    if (isKept) root.dataset.text = localStorage.getItem(SIZE) ?? root.dataset.text; // kept before the size was changed
    else localStorage.setItem(SIZE, root.dataset.text);
  } catch { /* storage is disabled */ }
}

// The page of last resort is nobody's: the size of type, and how many entries wait, are known on the device alone.
async function showLastResort(told) {
  root.dataset.text = localStorage.getItem(SIZE) ?? "normal";
  const n = (await waitingOf(reader())).length;
  told.hidden = !n;
  told.querySelector("[data-offline-number]").textContent = n;
}

const lastResort = document.querySelector("[data-offline-waiting]");
if (lastResort) showLastResort(lastResort).catch(() => { /* storage is disabled */ });
const [arrival] = performance.getEntriesByType("navigation");
window.addEventListener("pageshow", (event) => { if (event.persisted) hideOthers(); });
if (document.body.hasAttribute("data-person")) {
  if (arrival?.type === "back_forward") hideOthers(); else remember();
}
if (serviceWorker && me && !isKept) {
  window.addEventListener("load", () => begin().catch(() => { /* not in this browser */ }));
}
