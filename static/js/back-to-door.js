// Pages that were opened from a door lead back to it, also those that are the same for all doors.
const [, door] = document.referrer.match(new RegExp(`^${location.origin}(/b/[\\w-]+/doors/\\d+/)`)) ?? [];
if (door) {
  for (const link of document.querySelectorAll("[data-back-to-door]")) {
    link.href = door;
    link.textContent = link.dataset.backToDoor;
  }
}
