// One line about sent or refused entries, on pages that do not list entries.
const line = document.querySelector("[data-kept-line]");

// The round is gone when its canvass is closed.
export const pageOf = (round) => round.replace(/round\/$/, "");

// `listed`: whether this page lists entries; `refused`: an entry that it does not list; `sent`: number of entries sent.
export function tell(sent, refused, listed) {
  if (!line || (!refused && (!sent || listed))) return;
  line.hidden = false;
  line.textContent = refused ? line.dataset.refused : line.dataset.sent;
  if (!refused) return;
  const link = document.createElement("a");
  link.href = pageOf(refused.round);
  link.textContent = line.dataset.look;
  line.append(" ", link);
}

export const unexplained = line?.dataset.unexplained;
