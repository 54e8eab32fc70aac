"""Announce scheduled notices and end public postings whose time has come."""

from __future__ import annotations

from governance.notices.actions.posting import announce_notice, carry_posting, end_posting
from governance.notices.queries import notices_to_announce, postings_to_carry, postings_to_end
from louzu.lib.jobs import run_each


def announce_notices() -> tuple[int, int]:
    """Enter the journal lines of all notices that are due. Return how many were announced, and how
    many postings ended."""
    begun = list(notices_to_announce().select_related("building", "author", "canvass"))
    run_each(announce_notice, begun)
    run_each(carry_posting, list(postings_to_carry().select_related("building", "author")))
    over = list(postings_to_end().select_related("building", "canvass"))
    run_each(end_posting, over)
    return len(begun), len(over)
