// Links to pages that this device does not keep are grey without signal, and say why. Pressing one asks the portal whether it is
// there, because a page that was kept is also shown if the portal was slow.
import { isKeptPage, isThere, words } from "./needs-signal.js";
import { opensWithoutSignal } from "./offline.js";

const { linkNeedsSignal } = document.getElementById("main")?.dataset ?? {};
const grey = new Map(); // link → its reason
let away = false; // what the last event said

const isPage = (link) => link.origin === location.origin && !(link.hash && link.pathname === location.pathname);

function turnGrey(link) {
  const why = document.createElement("span");
  why.className = link.closest("main") ? "why-grey" : "heard";
  why.textContent = linkNeedsSignal;
  link.append(why);
  link.setAttribute("aria-disabled", "true");
  grey.set(link, why);
}

async function begin() {
  away = true;
  const opens = await opensWithoutSignal();
  if (!opens || !away) return;
  for (const link of document.querySelectorAll("a[href]")) {
    if (isPage(link) && !grey.has(link) && !opens(link.href)) turnGrey(link);
  }
}

function end() {
  away = false;
  for (const [link, why] of grey) { link.removeAttribute("aria-disabled"); why.remove(); }
  grey.clear();
}

// The reason at a link of the frame is only heard.
function tell() {
  const main = document.getElementById("main"), told = words("needsSignal");
  main.querySelector("[data-grey-told]")?.remove();
  told.className = "say wait";
  told.dataset.greyTold = "";
  told.setAttribute("role", "alert");
  main.prepend(told);
  told.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!grey.has(link)) return;
  event.preventDefault();
  if (navigator.onLine === false) tell();
  else isThere().then((there) => { if (there) location.assign(link.href); else tell(); });
}, true);
const report = (error) => setTimeout(() => { throw error; });
window.addEventListener("offline", () => begin().catch(report));
window.addEventListener("online", end);
if (isKeptPage()) begin().catch(report);
