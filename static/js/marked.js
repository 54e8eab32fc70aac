// A text field with marks: two buttons insert them, and a preview from the server is shown beside the field.
import { bold, enter, list } from "./text-edits.js";

const PAUSE = 700; // milliseconds after the last key until the preview is loaded

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
    this.field.form.addEventListener("click", () => this.later()); // a draft was restored
    if (document.querySelector("#preview, #looked")) this.asked = this.field.value; // is shown above
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

  // Without signal or over the rate limit, the old preview stays until the next key.
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

  // The response is sanitized HTML from the server.
  show(html) {
    this.looks.querySelector("[data-shown]").innerHTML = html;
    this.looks.hidden = !html;
    this.looks.parentElement.classList.toggle("shown", Boolean(html));
  }
}

for (const box of document.querySelectorAll("[data-marked]")) new Marked(box);
