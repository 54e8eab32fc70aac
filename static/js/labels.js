// A format of the portal with its words filled in.
export const fill = (format, words) => format.replace(/%\((\w+)\)s/g, (_all, name) => words[name]);

// The text of a label or legend without its hints.
export function wordsOf(label) {
  const copy = label?.cloneNode(true);
  for (const aside of copy?.querySelectorAll(".meta") ?? []) aside.remove();
  return copy?.textContent.trim() ?? "";
}
