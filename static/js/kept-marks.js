// Marks 待送出 or 已送出 in place:
//   a[data-door] with .word     a door of the building's list, by its address
//   [data-ask="canvass:7"]      a question on the page of a door
const STATES = ["refused", "unsent", "sent"];
const LOOKS = { refused: "object", unsent: "unsent", sent: "agree" };
const CELLS = { refused: "unsent", unsent: "unsent", sent: "ok" };

const stateOf = (entry) => (entry.state === "sending" || entry.state === "kept" ? "unsent" : entry.state);
const pathOf = (url) => new URL(url, location).pathname;

// The least finished state of several entries.
const least = (entries) => STATES.find((state) => entries.some((entry) => stateOf(entry) === state));

const isAbout = (entry, ask) => entry.question === ask || (entry.asked ?? []).includes(ask.split(":")[1]);

function placesOf(entry) {
  const path = pathOf(entry.place || entry.url);
  const cells = [...document.querySelectorAll("a[data-door]")].filter((cell) => cell.querySelector(".word") && path.startsWith(cell.pathname));
  const asks = [...document.querySelectorAll("[data-ask]")].filter((ask) => path.startsWith(location.pathname) && isAbout(entry, ask.dataset.ask));
  return [...cells, ...asks];
}

function badgeOf(ask) {
  const badge = document.createElement("span");
  ask.querySelector("h2").append(" ", badge);
  return badge;
}

const marked = []; // functions that remove the marks

// Marks an element and keeps how it was.
function put(element, look, at, word) {
  const { className } = element, { textContent } = at;
  marked.push(() => { element.className = className; at.textContent = textContent; });
  element.className = look;
  at.textContent = word;
}

function mark(place, state, word) {
  if (place.matches("a[data-door]")) { put(place, CELLS[state], place.querySelector(".word"), word); return; }
  const badge = badgeOf(place);
  put(badge, `badge ${LOOKS[state]}`, badge, word);
  marked.push(() => badge.remove());
}

// `words` has a word for each state.
export function markPlaces(entries, words) {
  for (const remove of marked.splice(0)) remove();
  const found = new Map();
  for (const entry of entries) for (const place of placesOf(entry)) found.set(place, [...(found.get(place) ?? []), entry]);
  for (const [place, at] of found) mark(place, least(at), words[least(at)]);
}
