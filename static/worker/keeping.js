// Part of the service worker: keeps the pages that an open page names, and removes old ones.
const FRESH = 300_000; // milliseconds
const MAX_PAGES = 300; // five for each of sixty doors

self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (keep) lasting(event, keepAll(keep));
  if (forget) lasting(event, forgetPages());
});

async function isFresh(url) {
  const page = await keptPage(url, true);
  return page && Date.now() - Date.parse(page.headers.get("Date") ?? "") < FRESH;
}

// What the portal has to say to its reader (louzu/lib/messages.py) is left for a page that is opened.
const toBeKept = (url) => new Request(url.href, { redirect: "manual", headers: { "X-Background": "1" } });

// Keeps the pages that an open page names, the first one in any case, and the files that it has loaded.
async function keepAll({ person, pages, loaded }) {
  const [first, ...others] = pages.map((page) => new URL(page, self.location.origin));
  const cache = await files();
  for (const file of loaded) if (!(await cache.match(file))) await cache.add(file);
  await fromPortal(toBeKept(first), first, person);
  for (const url of others.slice(0, MAX_PAGES)) {
    if (!(await isFresh(url))) await fromPortal(toBeKept(url), url, person);
  }
  await sweep();
}

// Removes caches of former releases that have no page any more, and the oldest pages.
async function sweep() {
  const used = new Set([RELEASE]);
  for (const name of await named(PAGES)) {
    const cache = await caches.open(name), pages = await cache.keys();
    for (const page of pages.slice(0, Math.max(0, pages.length - MAX_PAGES))) await cache.delete(page);
    if (pages.length) used.add(name.split(" ")[2]); else await caches.delete(name);
  }
  await removeAll((await named(FILES)).filter((name) => !used.has(name.slice(FILES.length))));
}
