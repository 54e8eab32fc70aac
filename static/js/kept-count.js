// Shows in the tab bar how many entries of this person wait on this device. The link leads to the list of the first one.
import { listOf } from "./kept-line.js";

const place = document.querySelector("[data-kept-count]");

export function count(unsent) {
  if (!place) return;
  place.hidden = !unsent.length;
  if (!unsent.length) return;
  const [{ round }] = unsent;
  place.querySelector("[data-kept-number]").textContent = unsent.length;
  place.querySelector("a").href = `${listOf(round)}#kept-title`;
}
