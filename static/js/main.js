// Pages work without these scripts; each only improves them.
import "./posted.js"; // before scripts that read the address
import "./print.js";
import "./passkeys.js";
import "./files.js"; // before scripts that send a form
import "./signed-out.js"; // before scripts that send a form
import "./needs-signal.js"; // before scripts that send a form
import "./needs-signal-links.js";
import "./submit-once.js";
import "./unread.js";
import "./draft.js";
import "./marked.js";
import "./join.js";
import "./copy.js";
import "./back-to-door.js";
import "./keep.js";
import "./kept-rows.js";
import "./sheet-table.js";
import "./whole.js";
import "./signing-out.js";
import "./progress.js";
import "./push.js";
import "./offline.js";

// Imported by the modules above. Listed here so that they load together with them and not after them.
import "./ahead.js";
import "./draft-fields.js";
import "./draft-store.js";
import "./file-fields.js";
import "./file-list.js";
import "./file-sending.js";
import "./kept-count.js";
import "./kept-database.js";
import "./kept-entry.js";
import "./kept-files.js";
import "./kept-form.js";
import "./kept-former.js";
import "./kept-item.js";
import "./kept-line.js";
import "./kept-marks.js";
import "./kept-panel.js";
import "./kept-queue.js";
import "./kept-sending.js";
import "./kept-store.js";
import "./kept-turn.js";
import "./kept-undo.js";
import "./kept-unfinished.js";
import "./kept-unstored.js";
import "./labels.js";
import "./text-edits.js";
import "./person.js";
import "./place.js";
import "./sending-bar.js";
import "./sheet-saving.js";
import "./shrinking.js";
import "./submitting.js";

document.querySelector("[data-focus]")?.focus();
