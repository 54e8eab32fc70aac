// Shows how far a long job has come. Without this script the page loads itself again.
const EVERY = 2000;

const refresh = async (shown) => {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin", headers: { "X-Background": "1" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[aria-live]");
      if (!page.querySelector("[data-progress]")) {
        window.location.reload(); // it has ended
        return;
      }
      shown.replaceWith(fresh);
    }
  } catch {
    // tried again below
  }
  window.setTimeout(() => refresh(document.querySelector("[data-progress]")), EVERY);
};

const open = document.querySelector("[data-progress]");
if (open) window.setTimeout(() => refresh(open), EVERY);
