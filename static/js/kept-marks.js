// Marks 待送出 or 已送出 in place: at the doors of the list and at the questions of a door's page.
//   [data-door="302"]  a door of the building's list; [data-ask="7"] a question on the page of a door, inside [data-at="302"]
//   .door              a door of a question's own list
const STATES = ["refused", "unsent", "sent"];
const LOOKS = { refused: "object", unsent: "unsent", sent: "agree" };

const stateOf = (entry) => (entry.state === "sending" || entry.state === "kept" ? "unsent" : entry.state);

// The least finished state of several entries.
const least = (entries) => STATES.find((state) => entries.some((entry) => stateOf(entry) === state));

function ownList(entry) {
  const form = [...document.querySelectorAll(".door form")].find((one) => one.action === entry.url || one.action.replace(/visit\/$/, "answer/") === entry.url);
  return form ? form.closest(".door").querySelector(".badge") : null;
}

function placesOf(entry) {
  const doors = [...document.querySelectorAll("[data-door-mark]")].filter((one) => entry.door && one.dataset.doorMark === entry.door);
  const asked = [...document.querySelectorAll("[data-ask] [data-ask-mark]")].filter((one) => {
    const ask = one.closest("[data-ask]");
    return entry.question && ask.dataset.ask === entry.question && one.closest("[data-at]")?.dataset.at === entry.door;
  });
  return [ownList(entry), ...doors, ...asked].filter(Boolean);
}

// `words` has a word for each state.
export function markPlaces(entries, words) {
  const found = new Map();
  for (const entry of entries) for (const place of placesOf(entry)) found.set(place, [...(found.get(place) ?? []), entry]);
  for (const [place, at] of found) {
    const state = least(at);
    place.textContent = words[state];
    place.hidden = false;
    place.className = `badge ${LOOKS[state]}`;
  }
}
