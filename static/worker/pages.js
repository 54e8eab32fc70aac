// Part of the service worker: answers for pages and files while there is no signal.
const PATIENCE = 4_000; // milliseconds
const AWAY = [502, 503, 504];
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(files().then((cache) => cache.add(new Request(LAST_RESORT, { credentials: "omit" }))).catch(() => {}));
});

self.addEventListener("activate", (event) => event.waitUntil(caches.delete(OFF)));

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) answerWith(event, fileOf(request, HASHED.test(url.pathname)));
  else if (request.mode === "navigate") answerWith(event, pageOf(event, url));
});

function answerWith(event, answer) {
  event.respondWith(answer);
  lasting(event, answer);
}

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

async function fromPortal(request, url, asker = "") {
  const asked = forgotten, answer = await fetch(request);
  if (!AWAY.includes(answer.status)) await note(url, answer, asker, asked);
  return answer;
}

const after = (time) => new Promise((resolve) => setTimeout(resolve, time, null));

async function pageOf(event, url) {
  url.hash = "";
  const asked = fromPortal(event.request, url).catch(() => null);
  lasting(event, asked);
  const kept = await keptPage(url);
  const answer = await (kept ? Promise.race([asked, after(PATIENCE)]) : asked);
  if (answer && !(kept && AWAY.includes(answer.status))) return answer;
  const still = await keptPage(url); // the portal may have said meanwhile that nobody is signed in
  return still ? shown(still) : lastResort(url);
}

async function shown(page) {
  const when = decodeURIComponent(page.headers.get("X-Offline"));
  const text = await page.text();
  return withText(page, text.replace("data-offline-line hidden", "data-offline-line").replace("data-offline-when>", () => `data-offline-when>${when}`));
}

const titleOf = (text) => ((text.match(/<title>([\s\S]*?)<\/title>/) ?? [])[1] ?? "").replace(/\s+/g, " ").trim();

function addLink(links, path, title) {
  const known = links.get(title);
  if (!known || path.length < known.length) links.set(title, path);
}

// The list of the doors first and single doors last, in their order.
const rank = (path) => (/\/doors\/$/.test(path) ? 0 : /\/doors\/\d+\//.test(path) ? 2 : 1);
const byUse = ([title, path], [other, to]) => rank(path) - rank(to) || title.localeCompare(other, "zh", { numeric: true });

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
  const items = [...links].sort(byUse).map(([title, path]) => `<li><a class="go" href="${encodeURI(path)}">${title}</a></li>`).join("");
  return withText(page, (await page.text()).replace("data-offline-pages hidden>", () => `data-offline-pages ${items ? "" : "hidden"}>${items}`));
}
