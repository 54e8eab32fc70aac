// Part of the service worker (residents/installation/views.py), which begins with RELEASE: what is kept, and whose it is.
// The portal says with X-Offline which pages may be kept, and with X-Person whose they are. Of a link with data-unkept, such
// as a neighbour's number, only the words of this attribute are kept.
// Caches: "pages <person> <release>"; "files <release>" for style sheets, scripts and the page of last resort; "about";
// "off" while the pages are switched off (removed.js).
const PAGES = `pages `, FILES = `files `, ABOUT = "about", OFF = "off", LAST_RESORT = "/offline/";
const WEEK = 604_800_000; // milliseconds

const files = () => caches.open(FILES + RELEASE);
const pagesOf = (person) => caches.open(`${PAGES}${person} ${RELEASE}`);
const named = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));
const removeAll = (names) => Promise.all(names.map((name) => caches.delete(name)));

// Until `work` is done and what it kept is deleted again if the pages were switched off meanwhile: a worker that was
// replaced ends what it has begun, maybe after its successor has deleted all.
const lasting = (event, work) => event.waitUntil(work.catch(() => {}).then(async () => {
  if (await caches.has(OFF)) await removeAll((await named("")).filter((name) => name !== OFF));
}));

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

// How often the reader has changed or signed out. Nothing that was asked for before is kept afterwards.
let forgotten = 0;

async function forgetPages() {
  forgotten += 1;
  await tell({ person: "", home: "" });
  await removeAll(await named(PAGES));
}

async function nameReader(person) {
  const known = await tell({ person, heard: Date.now() });
  if (known.person === person) return;
  if (known.person) forgotten += 1;
  await tell({ home: "" });
  await removeAll((await named(PAGES)).filter((name) => !person || !name.startsWith(`${PAGES}${person} `)));
}

function withText(page, text) {
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(text, { status: 200, headers });
}

const UNKEPT = /<a\b[^>]*\sdata-unkept="([^"]*)"[^>]*>[\s\S]*?<\/a>/g;
const toKeep = async (page) => withText(page, (await page.text()).replace(UNKEPT, '<span class="meta">$1</span>'));

// `exact`: only the page with the same query, else the page without "?choice=agree" will do.
async function keptPage(url, exact = false) {
  const { person, heard } = await about();
  if (Math.abs(Date.now() - heard) > WEEK) { await forgetPages(); return null; }
  if (!person) return null;
  const releases = [await pagesOf(person)]; // and those before
  for (const name of await named(`${PAGES}${person} `)) releases.push(await caches.open(name));
  for (const ignoreSearch of exact ? [false] : [false, true]) {
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

// A kept page leads elsewhere: to the page for signing in, or to the page that has taken its place.
async function noteRedirect(url) {
  const { person } = await about();
  const led = await fetch(url.href, { headers: { "X-Background": "1" } }).catch(() => null);
  if (led && led.headers.get("X-Person") === person) await dropPage(url); else await forgetPages();
}

async function keepPage(url, answer, person) {
  const before = forgotten;
  await dropPage(url);
  await (await pagesOf(person)).put(url.href, await toKeep(answer.clone()));
  if (before !== forgotten) await caches.delete(`${PAGES}${person} ${RELEASE}`);
  else if (/^\/b\/[\w-]+\/$/.test(url.pathname)) await tell({ home: url.pathname });
}

// Notes what an answer of the portal says about its reader and its page, before anybody sees it. `asker`: who opened the
// page that wants this one kept, and may have signed out since. `asked`: how often pages were forgotten when it was asked for.
async function note(url, answer, asker, asked) {
  if (answer.type === "opaqueredirect") { if (await keptPage(url)) await noteRedirect(url); return; }
  if (answer.status === 401) { await forgetPages(); return; }
  if (asked !== forgotten) return;
  const person = answer.headers.get("X-Person");
  if (person !== null) await nameReader(person === "-" ? "" : person);
  if ([403, 404, 410].includes(answer.status)) await dropPage(url);
  const kept = answer.status === 200 && person && answer.headers.get("X-Offline") && !(asker && asker !== person);
  if (kept && !/no-store/.test(answer.headers.get("Cache-Control") ?? "")) await keepPage(url, answer, person);
}
