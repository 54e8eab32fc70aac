// Sends a form's files before the form, which then has their tokens. Files that fail are sent with the form.
import { outcomeOf, sendAhead } from "./ahead.js";
import { able } from "./file-fields.js";
import { SendingBar } from "./sending-bar.js";
import { buttonOf, press } from "./submitting.js";

const MAX_BYTES_AHEAD = 50_000_000; // bytes, somewhat less than the server stores for one person

export class FileSending {
  // `chosen`: the form's FileList.
  constructor(chosen) {
    this.chosen = chosen;
    this.bar = new SendingBar(chosen.box.querySelector("[data-sending-bar]"));
    chosen.input.form.addEventListener("submit", (event) => this.send(event));
  }

  // Clears messages when the page is shown again from the browser's history.
  rest() {
    if (this.chosen.unready || this.sending) return;
    this.chosen.say("");
    this.bar.end();
  }

  send(event) {
    const form = this.chosen.input.form, button = buttonOf(event), stays = form.hasAttribute("data-keep");
    const goes = !stays && !this.plain && this.chosen.entries.length > 0;
    if (!this.chosen.unready && !goes) {
      if (this.chosen.list.children.length && !stays) this.bar.begin(this.chosen.words.sending, button);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.sending) return;
    this.sending = true;
    button?.setAttribute("aria-disabled", "true");
    this.prepareAll(button, goes).then((ready) => {
      this.sending = false;
      button?.removeAttribute("aria-disabled");
      if (ready) press(form, button);
    });
  }

  // Whether the form can be sent now, with the files still in the field.
  async prepareAll(button, goes) {
    this.chosen.say("");
    this.bar.begin(this.chosen.unready ? this.chosen.words.preparing : this.chosen.words.sending, button);
    await this.chosen.shrinking;
    this.plain = this.plain || this.chosen.total > MAX_BYTES_AHEAD;
    if (!goes || this.plain) { this.bar.end(); return true; }
    return this.sendAll(button);
  }

  // False if the form is not sent: cancelled, refused, or no response. After no response the browser sends the next attempt itself.
  async sendAll(button) {
    const whole = this.chosen.total || 1, kept = [];
    let sent = 0, stop = () => {};
    this.bar.begin(this.chosen.words.sending, button, () => stop());
    for (const entry of [...this.chosen.entries]) {
      const { size } = entry.file;
      const going = sendAhead(entry.file, this.chosen.words.ahead, this.chosen.input.form.elements.csrfmiddlewaretoken.value, (share) => this.bar.show((sent + share * size) / whole));
      stop = going.stop;
      const answer = await going.answer, outcome = outcomeOf(answer);
      if (outcome === "other") { this.plain = true; return true; }
      if (outcome !== "kept") return this.giveUp(outcome, answer.text, entry);
      sent += size;
      this.bar.show(sent / whole);
      if (able) this.chosen.name(entry, answer.text); else kept.push([entry, answer.text]);
    }
    for (const [entry, token] of kept) this.chosen.name(entry, token);
    if (!able) this.chosen.input.value = ""; // all files are sent first, or none
    return true;
  }

  giveUp(outcome, why, entry) {
    if (outcome === "unheard") this.plain = true;
    this.bar.end(outcome === "refused" ? "" : this.chosen.words[outcome]);
    if (outcome === "refused") {
      this.chosen.say(why);
      (entry.item.querySelector("button") ?? this.chosen.input).focus();
    }
    return false;
  }
}
