// Progress of a form's files beside its submit button, with a button to cancel.
export class SendingBar {
  constructor(box) {
    this.box = box;
    this.bar = box.querySelector("progress");
    this.share = box.querySelector("[data-share]");
    this.said = box.querySelector("[role=status]");
    this.cancel = box.querySelector("button");
    this.cancel.addEventListener("click", () => this.stop?.());
  }

  // `stop`: called by the button; without it the button is hidden.
  begin(words, button, stop = null) {
    const row = button?.parentElement;
    if (row && !row.contains(this.box)) row.before(this.box);
    this.box.hidden = this.bar.hidden = this.share.hidden = false;
    this.stop = stop;
    this.cancel.hidden = !stop;
    this.bar.removeAttribute("value"); // indeterminate at first
    this.share.textContent = "";
    this.say(words);
  }

  say(words) { if (this.said.textContent !== words) this.said.textContent = words; }

  show(share) {
    const percent = Math.min(100, Math.floor(share * 100));
    this.bar.value = percent;
    this.share.textContent = `${percent}%`;
  }

  // `words`: the reason for stopping.
  end(words = "") {
    this.box.hidden = !words;
    this.bar.hidden = this.share.hidden = this.cancel.hidden = true;
    this.stop = null;
    this.say(words);
  }
}
