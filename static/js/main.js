// Pages work without any of this; each behaviour only sharpens what is there.
import "./print.js";
import "./passkeys.js";
import "./files.js"; // before what sends a form
import "./submit-once.js";
import "./unread.js";
import "./draft.js";
import "./marked.js";
import "./join.js";
import "./copy.js";
import "./keep.js";
import "./round.js";
import "./signing-out.js";

document.querySelector("[data-focus]")?.focus();
