// Stores what is filled in and photographed in a form, before it is sent: Android ends pages while the camera is open.
// kept-form.js fills the form in when it is opened again.
import { addressOf, fieldsOf, samePlace } from "./kept-entry.js";
import { drop, put, unfinished } from "./kept-store.js";
import { me } from "./person.js";

let underWay = Promise.resolve();
const isOpen = (form) => !form.closest("[hidden]") && !form.dataset.keeping;

const inTurn = (work) => { underWay = underWay.then(work).catch(() => { /* no place; the form is still filled in */ }); return underWay; };
const known = async (url) => (await unfinished()).find((one) => samePlace(one.url, url));

async function store(form) {
  const url = addressOf(form), fields = await fieldsOf(form, null, "");
  const former = await known(url);
  await put({ ...(former ? { order: former.order } : {}), maker: me, url, at: Date.now(), fields, state: "unfinished" });
}

export const leaveUnfinished = (form) => inTurn(() => store(form));

// The form at this address is an entry now.
export const finish = (url) => inTurn(async () => {
  const former = await known(url);
  if (former) await drop(former.order);
});

export function watch(form) {
  if (!me || !form.querySelector("[type=file], [data-row]")) return;
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("reset", () => { typed = false; });
  form.addEventListener("change", () => { if (isOpen(form)) leaveUnfinished(form); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && typed && isOpen(form)) leaveUnfinished(form); });
}
