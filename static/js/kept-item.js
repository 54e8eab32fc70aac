// One stored entry in the list: its fields, why the server refused it, and its buttons.
import { drop, put } from "./kept-store.js";
import { me } from "./person.js";

const part = (node, name) => node.querySelector(`[data-kept-${name}]`);
const tell = (what) => document.dispatchEvent(new Event(`kept:${what}`));
const again = () => tell("send");
const MINUTE = { month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };

function description(typed) {
  const rows = document.createDocumentFragment();
  for (const [label, value] of typed) {
    const row = document.createElement("div"), term = document.createElement("dt"), told = document.createElement("dd");
    term.textContent = label;
    if (value instanceof Blob) {
      told.textContent = value.name ?? "";
      const photo = new Image(240);
      photo.src = URL.createObjectURL(value);
      photo.alt = value.name ?? "";
      if (value.type.startsWith("image/")) told.append(photo);
    } else told.textContent = value;
    row.append(term, told);
    rows.append(row);
  }
  return rows;
}

// Needs two presses, because deleting an entry cannot be undone.
function putAway(button, key) {
  if (!button.dataset.asked) { button.dataset.asked = "yes"; button.textContent = button.dataset.sure; return; }
  drop(key).then(() => tell("show"));
}

// `template` is the template element of a line.
export function itemOf(template, entry) {
  const item = template.content.cloneNode(true);
  const own = entry.maker === me;
  part(item, "what").textContent = `${entry.label} ${entry.said}`;
  if (entry.at) part(item, "when").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, MINUTE);
  const why = part(item, "why");
  why.textContent = own ? entry.refused || "" : template.dataset.unowned;
  why.hidden = !why.textContent;
  part(item, "read").hidden = !(own && entry.typed.length);
  if (own) part(item, "typed").append(description(entry.typed));
  const open = part(item, "open");
  open.hidden = !(own && entry.refused && /\/answer\/(\?|$)/.test(entry.url));
  open.href = `${entry.url.split("#")[0]}#kept-${entry.key}`;
  const retry = part(item, "again");
  retry.hidden = !(own && entry.refused);
  retry.addEventListener("click", () => put({ ...entry, refused: "" }).then(again));
  const claim = part(item, "claim");
  claim.hidden = own;
  claim.addEventListener("click", () => put({ ...entry, maker: me, refused: "" }).then(again));
  const away = part(item, "drop");
  away.hidden = own && !entry.refused;
  away.addEventListener("click", () => putAway(away, entry.key));
  return item;
}
