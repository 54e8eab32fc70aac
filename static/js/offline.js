// Starts the service worker (static/worker/), which keeps the pages that helpers need without signal. Without one, as in
// WeChat on iPhones, everything else works.
import { me } from "./person.js";

const { serviceWorker } = navigator;
const READER = "reader"; // in localStorage: who was signed in on the page that was loaded last
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
  for (const name of await caches.keys()) if (/^(pages|about)/.test(name)) await caches.delete(name);
}

// A page that the back key brings may be that of somebody who has signed out since.
const reader = () => { try { return localStorage.getItem(READER); } catch { return null; } };

function hideOthers() {
  const known = reader();
  if (known === null || known === me) return;
  document.documentElement.hidden = true;
  location.reload();
}

function remember() { try { localStorage.setItem(READER, me); } catch { /* storage is disabled */ } }

const [arrival] = performance.getEntriesByType("navigation");
window.addEventListener("pageshow", (event) => { if (event.persisted) hideOthers(); });
if (document.body.hasAttribute("data-person")) {
  if (arrival?.type === "back_forward") hideOthers(); else remember();
}
if (serviceWorker && me && !document.querySelector("[data-offline-line]:not([hidden])")) {
  window.addEventListener("load", () => begin().catch(() => { /* not in this browser */ }));
}
