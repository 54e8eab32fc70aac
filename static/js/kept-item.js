// One stored entry in the list: its fields, why the server refused it, and its buttons.
import { blobOf, isPhoto } from "./kept-files.js";
import { takeBack } from "./kept-queue.js";
import { change } from "./kept-store.js";
import { fill } from "./labels.js";
import { me } from "./person.js";

const part = (node, name) => node.querySelector(`[data-kept-${name}]`);
const tell = (what) => document.dispatchEvent(new Event(`kept:${what}`));
const again = () => tell("send");

// As the portal writes it (louzu/lib/time.py): 11月30日（周一）下午2:53.
export function momentOf(time) {
  const formats = JSON.parse(document.querySelector("[data-moment]").dataset.moment);
  const at = new Date(new Date(time).toLocaleString("en-US", { timeZone: formats.zone })); // on the clock of the portal
  const hours = at.getHours(), minutes = at.getMinutes(), hour = hours > 12 ? hours - 12 : hours;
  const clock = minutes ? `${hour}:${String(minutes).padStart(2, "0")}` : fill(formats.hour, { hour });
  const [, period] = formats.parts.find(([end]) => hours < end);
  const day = fill(formats.day, { month: at.getMonth() + 1, day: at.getDate(), weekday: formats.weekdays[(at.getDay() + 6) % 7] });
  return fill(formats.moment, { day, hour: fill(period, { clock }) });
}

function show(told, file) {
  told.textContent = file.name;
  if (!file.type.startsWith("image/")) return;
  const photo = new Image(240);
  photo.src = URL.createObjectURL(blobOf(file));
  photo.alt = file.name;
  told.append(photo);
}

function description({ typed, fields }) {
  const rows = document.createDocumentFragment();
  for (const [label, value] of typed) {
    const row = document.createElement("div"), term = document.createElement("dt"), told = document.createElement("dd");
    term.textContent = label;
    const [, file] = fields[value.field] ?? [];
    if (typeof value === "string") told.textContent = value;
    else if (file && isPhoto(file)) show(told, file);
    row.append(term, told);
    rows.append(row);
  }
  return rows;
}

// Needs two presses, because deleting an entry cannot be undone.
function putAway(button, order) {
  if (!button.dataset.asked) { button.dataset.asked = "yes"; button.textContent = button.dataset.sure; return; }
  takeBack(order).then(() => tell("show"));
}

const retried = { state: "kept", why: "", tries: 0 };

function say(item, name, text) {
  const line = part(item, name);
  line.textContent = text;
  line.hidden = !text;
}

// What is known of a sent entry; `template` has the words.
function sentLine(item, template, entry) {
  say(item, "when", `${template.dataset.sent} ${entry.first ? momentOf(entry.first) : ""}`);
  say(item, "why", entry.found.map((found) => template.dataset[found] ?? "").join("\n"));
}

// `template` is the template element of a line.
export function itemOf(template, entry) {
  const item = template.content.cloneNode(true);
  const own = entry.maker === me, refused = entry.state === "refused", sent = entry.state === "sent";
  part(item, "what").textContent = [entry.label, ...(entry.titles ?? []).map((title) => `“${title}”`), entry.said].filter(Boolean).join(" ");
  if (entry.at) say(item, "when", momentOf(entry.at));
  say(item, "why", own ? entry.why : template.dataset.unowned);
  if (sent) sentLine(item, template, entry);
  part(item, "read").hidden = !(own && entry.typed.length);
  if (own) part(item, "typed").append(description(entry));
  const open = part(item, "open");
  open.hidden = !(own && refused && (entry.page || /\/answer\/(\?|$)/.test(entry.url)));
  open.href = `${(entry.page || entry.url).split("#")[0]}#kept-${entry.order}`;
  const look = part(item, "look");
  look.hidden = !(own && (refused || entry.found?.length));
  look.href = (entry.page && entry.place) || entry.url.replace(/(visit|answer|knock|told\/\d+)\/(\?.*)?$/, "");
  const retry = part(item, "again");
  retry.hidden = !(own && refused);
  retry.addEventListener("click", () => change(entry.order, retried).then(again));
  const claim = part(item, "claim");
  claim.hidden = own;
  claim.addEventListener("click", () => change(entry.order, { ...retried, maker: me }).then(again));
  const away = part(item, "drop");
  away.hidden = sent;
  away.addEventListener("click", () => putAway(away, entry.order));
  return item;
}
