// Part of the service worker (residents/installation/views.py), which begins with RELEASE: answers for pages and files
// while there is no signal. The portal says with X-Offline which pages may be kept, and with X-Person whose they are.
// Caches: "pages <person> <release>"; "files <release>" for style sheets, scripts and the page of last resort; "about".
const PAGES = `pages `, FILES = `files `, ABOUT = "about", LAST_RESORT = "/offline/";
const PATIENCE = 4_000, FRESH = 300_000, WEEK = 604_800_000; // milliseconds
const MAX_PAGES = 150;
const AWAY = [502, 503, 504];
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

const files = () => caches.open(FILES + RELEASE);
const pagesOf = (person) => caches.open(`${PAGES}${person} ${RELEASE}`);
const named = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));
const removeAll = (names) => Promise.all(names.map((name) => caches.delete(name)));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(files().then((cache) => cache.add(new Request(LAST_RESORT, { credentials: "omit" }))).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request, HASHED.test(url.pathname)));
  else if (request.mode === "navigate") event.respondWith(pageOf(event, url));
});

self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (forget) event.waitUntil(forgetPages());
  if (keep) event.waitUntil(keepAll(keep).catch(() => {}));
});

async function fileOf(request, hashed) {
  const kept = () => caches.match(request, { ignoreVary: true });
  const found = hashed ? await kept() : null;
  if (found) return found;
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await (await files()).put(request, answer.clone()).catch(() => {});
    return answer;
  } catch (error) {
    const former = await kept();
    if (former) return former;
    throw error;
  }
}

// Who is signed in, where that person's home page is, and when the portal was last heard.
async function about() {
  const known = await (await caches.open(ABOUT)).match("/about");
  return { person: "", home: "", heard: 0, ...(known ? await known.json() : {}) };
}

async function tell(parts) {
  const known = await about();
  await (await caches.open(ABOUT)).put("/about", new Response(JSON.stringify({ ...known, ...parts })));
  return known;
}

const forgetPages = async () => { await tell({ person: "", home: "" }); await removeAll(await named(PAGES)); };

async function nameReader(person) {
  const known = await tell({ person, heard: Date.now() });
  if (known.person === person) return;
  await tell({ home: "" });
  await removeAll((await named(PAGES)).filter((name) => !person || !name.startsWith(`${PAGES}${person} `)));
}

async function keptPage(url) {
  const { person, heard } = await about();
  if (Math.abs(Date.now() - heard) > WEEK) { await forgetPages(); return null; }
  if (!person) return null;
  const releases = [await pagesOf(person)]; // and those before
  for (const name of await named(`${PAGES}${person} `)) releases.push(await caches.open(name));
  for (const ignoreSearch of [false, true]) { // the page without "?choice=agree" will do
    for (const cache of releases) {
      const found = await cache.match(url.href, { ignoreVary: true, ignoreSearch });
      if (found) return found;
    }
  }
  return null;
}

async function dropPage(url) {
  for (const name of await named(PAGES)) await (await caches.open(name)).delete(url.href, { ignoreVary: true });
}

// Notes what an answer of the portal says about its reader and its page, before anybody sees it. `asker`: who opened the
// page that wants this one kept, and may have signed out since.
async function note(url, answer, asker) {
  if (answer.type === "opaqueredirect") { if (await keptPage(url)) await forgetPages(); return; } // to the page for signing in
  if (answer.status === 401) { await forgetPages(); return; }
  const person = answer.headers.get("X-Person");
  if (person !== null) await nameReader(person === "-" ? "" : person);
  if ([403, 404, 410].includes(answer.status)) await dropPage(url);
  if (asker && asker !== person) return;
  const kept = answer.status === 200 && person && answer.headers.get("X-Offline");
  if (!kept || /no-store/.test(answer.headers.get("Cache-Control") ?? "")) return;
  await dropPage(url);
  await (await pagesOf(person)).put(url.href, answer.clone());
  if (/^\/b\/[\w-]+\/$/.test(url.pathname)) await tell({ home: url.pathname });
}

async function fromPortal(request, url, asker = "") {
  const answer = await fetch(request);
  if (!AWAY.includes(answer.status)) await note(url, answer, asker);
  return answer;
}

const after = (time) => new Promise((resolve) => setTimeout(resolve, time, null));

async function pageOf(event, url) {
  url.hash = "";
  const asked = fromPortal(event.request, url).catch(() => null);
  event.waitUntil(asked);
  const kept = await keptPage(url);
  const answer = await (kept ? Promise.race([asked, after(PATIENCE)]) : asked);
  if (answer && !(kept && AWAY.includes(answer.status))) return answer;
  const still = await keptPage(url); // the portal may have said meanwhile that nobody is signed in
  return still ? shown(still) : lastResort(url);
}

function withText(page, text) {
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(text, { status: 200, headers });
}

async function shown(page) {
  const when = decodeURIComponent(page.headers.get("X-Offline"));
  const text = await page.text();
  return withText(page, text.replace("data-offline-line hidden", "data-offline-line").replace("data-offline-when>", () => `data-offline-when>${when}`));
}

const titleOf = (text) => ((text.match(/<title>([^]*?)<\/title>/) ?? [])[1] ?? "").replace(/\s+/g, " ").trim();

function addLink(links, path, title) {
  const known = links.get(title);
  if (!known || path.length < known.length) links.set(title, path);
}

// The page of last resort, with links to what is kept.
async function lastResort(url) {
  const { person, home } = await about();
  if (url.pathname === "/" && home) return Response.redirect(home, 302);
  const page = await (await files()).match(LAST_RESORT, { ignoreVary: true }) ?? await caches.match(LAST_RESORT, { ignoreVary: true });
  if (!page) return Response.error();
  const links = new Map(); // by title, because a door and the answers given there have the same one
  for (const name of person ? await named(`${PAGES}${person} `) : []) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) addLink(links, new URL(request.url).pathname, titleOf(await (await cache.match(request)).text()));
  }
  const items = [...links].map(([title, path]) => `<li><a class="go" href="${encodeURI(path)}">${title}</a></li>`).join("");
  return withText(page, (await page.text()).replace("data-offline-pages hidden>", () => `data-offline-pages ${items ? "" : "hidden"}>${items}`));
}

async function isFresh(url) {
  const page = await keptPage(url);
  return page && new URL(page.url).search === url.search && Date.now() - Date.parse(page.headers.get("Date") ?? "") < FRESH;
}

// Keeps the pages that an open page names, the first one in any case, and the files that it has loaded.
async function keepAll({ person, pages, loaded }) {
  const [first, ...others] = pages.map((page) => new URL(page, self.location.origin));
  const cache = await files();
  for (const file of loaded) if (!(await cache.match(file))) await cache.add(file);
  await fromPortal(new Request(first.href, { redirect: "manual" }), first, person);
  for (const url of others.slice(0, MAX_PAGES)) {
    if (!(await isFresh(url))) await fromPortal(new Request(url.href, { redirect: "manual" }), url, person);
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
