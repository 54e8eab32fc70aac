// Keeps the place on a page that is loaded anew after a button in one of its questions was pressed ([data-ask]).
const KEY = "place"; // in sessionStorage

let pressedIn = null;
document.addEventListener("click", (event) => { pressedIn = event.target.closest("[data-ask]"); }, true);

// Without moving the page.
export function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// Remembers where on the screen the question is, if `url` is this page.
export function stay(url) {
  if (!pressedIn || new URL(url, location).pathname !== location.pathname) return;
  const left = { path: location.pathname, id: pressedIn.id, top: pressedIn.getBoundingClientRect().top };
  try { sessionStorage.setItem(KEY, JSON.stringify(left)); } catch { /* storage is disabled: the page opens at its top */ }
}

function taken() {
  try {
    const left = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return left;
  } catch { return null; }
}

const place = taken();
const part = place?.path === location.pathname ? document.getElementById(place.id) : null;
let touched = false;
for (const type of ["wheel", "touchstart", "keydown"]) addEventListener(type, () => { touched = true; }, { once: true, passive: true });

// Once more when the lists of entries are shown above it, unless somebody has moved the page since.
export function settle() {
  if (!part || touched) return;
  const { style } = document.documentElement;
  style.scrollBehavior = "auto"; // at once, and not from the top
  scrollBy(0, part.getBoundingClientRect().top - place.top);
  style.scrollBehavior = "";
}

settle();
if (part) focusOn(part);
