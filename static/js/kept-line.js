// One line on the pages that do not list what waits, when something came of it.
const line = document.querySelector("[data-kept-line]");

// `listed`: whether this page lists entries; `refused`: one that it does not list; `sent`: how many went out.
export function tell(sent, refused, listed) {
  if (!line || (!refused && (!sent || listed))) return;
  line.hidden = false;
  line.textContent = refused ? line.dataset.refused : line.dataset.sent;
  if (!refused) return;
  const link = document.createElement("a");
  link.href = refused.round.replace(/round\/$/, ""); // the round is closed when its canvass is
  link.textContent = line.dataset.look;
  line.append(" ", link);
}

export const unexplained = line?.dataset.unexplained;
