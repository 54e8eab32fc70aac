// The words of a label or a legend as a person reads them, without what stands aside.
export function wordsOf(label) {
  const copy = label?.cloneNode(true);
  for (const aside of copy?.querySelectorAll(".meta") ?? []) aside.remove();
  return copy?.textContent.trim() ?? "";
}
