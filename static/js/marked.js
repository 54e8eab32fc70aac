// A text that knows marks: two buttons make them, and beside the field stands how it will look, as the server shows it.
const PAUSE = 700; // ms without a key, then it is asked for
const MARK = /^(\s*)(?:(- )|\d{1,3}\. )?/;
const LISTED = /^(\s*)- /;

// Kept in the browser's own undo; "input" tells the draft and the look.
function put(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The whole lines that the selection touches: [start, end, lines].
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

function bold(field, words) {
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

function list(field) {
  const [start, end, chosen] = lines(field);
  const all = chosen.some((line) => line.trim()) && chosen.every((line) => !line.trim() || LISTED.test(line));
  const one = (line) => all ? line.replace(LISTED, "$1") : line.trim() || chosen.length === 1 ? `- ${line.replace(LISTED, "$1").trimStart()}` : line;
  const after = field.value.slice(end).match(/^\n(.*)/); // else the next line would belong to the last point
  const gap = !all && after && after[1].trim() && !LISTED.test(after[1]) ? "\n" : "";
  const made = chosen.map(one).join("\n"), some = field.selectionStart < field.selectionEnd;
  put(field, start, end, made + gap);
  field.setSelectionRange(some ? start : start + made.length, start + made.length);
}

// Enter begins the next point; on an empty one it ends the list.
function enter(event, field) {
  const [start, end, [line]] = lines(field);
  if (event.isComposing || field.selectionStart !== field.selectionEnd || field.selectionEnd !== end || !LISTED.test(line)) return;
  event.preventDefault();
  if (line.trim() === "-") put(field, start, end, "\n");
  else put(field, end, end, `\n${line.match(LISTED)[0]}`);
}

class Marked {
  constructor(box) {
    this.field = box.querySelector("textarea");
    this.looks = box.querySelector("[data-looks]");
    this.address = box.dataset.marked;
    this.marks = box.querySelector("[data-marks]");
    this.asked = "";
    if (this.field.disabled) return;
    this.marks.hidden = false;
    this.marks.addEventListener("click", (event) => this.mark(event.target.closest("[data-mark]")));
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.form.addEventListener("input", () => this.later());
    this.field.form.addEventListener("click", () => this.later()); // a draft was put in
    this.look();
  }

  mark(button) {
    if (button && button.dataset.mark === "bold") bold(this.field, button.dataset.words);
    else if (button) list(this.field);
  }

  press(event) {
    if (event.key === "Enter" && !event.shiftKey) enter(event, this.field);
    if (event.key === "b" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.mark(this.marks.querySelector("[data-mark=bold]"));
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  // Without signal, or asked for too often, the last look stays until the next key.
  async look() {
    const text = this.field.value;
    if (text === this.asked) return;
    this.asked = text;
    if (!text.trim()) return this.show("");
    const { csrfmiddlewaretoken: token } = this.field.form.elements;
    const body = new URLSearchParams({ text, csrfmiddlewaretoken: token ? token.value : "" });
    try {
      const answer = await fetch(this.address, { method: "POST", body, redirect: "error" });
      if (answer.ok && text === this.asked) this.show(await answer.text());
      else if (!answer.ok) this.asked = null;
    } catch { this.asked = null; }
  }

  // The answer is the server's own clean HTML.
  show(html) {
    this.looks.querySelector("[data-shown]").innerHTML = html;
    this.looks.hidden = !html;
    this.looks.parentElement.classList.toggle("shown", Boolean(html));
  }
}

for (const box of document.querySelectorAll("[data-marked]")) new Marked(box);
