// Adds and removes marks in a text field: bold words and list items.
const MARK = /^(\s*)(?:(- )|\d{1,3}\. )?/;
const LISTED = /^(\s*)- /;

// Can be undone by the browser. The "input" event updates draft and preview.
function put(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Returns the complete lines of the selection: [start, end, lines].
function lines(field) {
  const start = field.selectionStart ? field.value.lastIndexOf("\n", field.selectionStart - 1) + 1 : 0;
  const next = field.value.indexOf("\n", Math.max(field.selectionEnd, start));
  const end = next < 0 ? field.value.length : next;
  return [start, end, field.value.slice(start, end).split("\n")];
}

function boldLine(line) {
  const before = line.match(MARK)[0], words = line.slice(before.length).trim();
  if (!words) return line;
  const is = words.length > 4 && words.startsWith("**") && words.endsWith("**");
  return before + (is ? words.slice(2, -2) : `**${words}**`);
}

export function bold(field, words) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  if (!chosen.trim()) {
    put(field, start, end, `**${words}**`);
    field.setSelectionRange(start + 2, start + 2 + words.length);
    return;
  }
  const inside = value.slice(start - 2, start) === "**" && value.slice(end, end + 2) === "**";
  const made = inside ? chosen : chosen.split("\n").map(boldLine).join("\n");
  const from = inside ? start - 2 : start;
  put(field, from, inside ? end + 2 : end, made);
  field.setSelectionRange(from, from + made.length);
}

export function list(field) {
  const [start, end, chosen] = lines(field);
  const all = chosen.some((line) => line.trim()) && chosen.every((line) => !line.trim() || LISTED.test(line));
  const one = (line) => all ? line.replace(LISTED, "$1") : line.trim() || chosen.length === 1 ? `- ${line.replace(LISTED, "$1").trimStart()}` : line;
  const after = field.value.slice(end).match(/^\n(.*)/); // keeps the next line out of the last item
  const gap = !all && after && after[1].trim() && !LISTED.test(after[1]) ? "\n" : "";
  const made = chosen.map(one).join("\n"), some = field.selectionStart < field.selectionEnd;
  put(field, start, end, made + gap);
  field.setSelectionRange(some ? start : start + made.length, start + made.length);
}

// Enter begins the next item, or ends the list on an empty one.
export function enter(event, field) {
  const [start, end, [line]] = lines(field);
  if (event.isComposing || field.selectionStart !== field.selectionEnd || field.selectionEnd !== end || !LISTED.test(line)) return;
  event.preventDefault();
  if (line.trim() === "-") put(field, start, end, "\n");
  else put(field, end, end, `\n${line.match(LISTED)[0]}`);
}
