// One line about sent or refused entries, on pages that do not list entries.
const line = document.querySelector("[data-kept-line]");

// The list of the doors. On pages of former releases, which a phone may keep, each question had a list of its own.
export const listOf = (round) => round.replace(/canvass\/\d+\/round\/$/, "doors/");

// `listed`: whether this page lists entries; `refused`: an entry that it does not list; `sent`: number of entries sent.
export function tell(sent, refused, listed) {
  if (!line || (!refused && (!sent || listed))) return;
  line.hidden = false;
  line.textContent = refused ? line.dataset.refused : line.dataset.sent;
  if (!refused) return;
  const link = document.createElement("a");
  link.href = listOf(refused.round);
  link.textContent = line.dataset.look;
  line.append(" ", link);
}

export const unexplained = line?.dataset.unexplained;
