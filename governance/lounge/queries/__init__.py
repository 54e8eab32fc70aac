"""Reading the lounge, split by noun."""

from __future__ import annotations

from governance.lounge.queries import held
from governance.lounge.queries.moderation import (
    Concerns,
    concerns_in,
    hiding_of,
    hidings_in,
    pause_of,
    pauses_in,
    reports_in,
    wishes_in,
)
from governance.lounge.queries.people import (
    Joiners,
    is_newcomer,
    joiners_of,
    said_lately,
    unmaskings_of,
    who_began,
)
from governance.lounge.queries.posts import Talk, post_of, talk_of, versions_of
from governance.lounge.queries.reminders import Reminders, reminders_of
from governance.lounge.queries.threads import (
    SHOWS,
    calendar_of,
    latest_threads,
    next_change_at,
    seen_by,
    share_text_of,
    threads_of,
    unanswered_in,
    unsettled_in,
)

__all__ = [
    "SHOWS",
    "Concerns",
    "Joiners",
    "Reminders",
    "Talk",
    "calendar_of",
    "concerns_in",
    "held",
    "hiding_of",
    "hidings_in",
    "is_newcomer",
    "joiners_of",
    "latest_threads",
    "next_change_at",
    "pause_of",
    "pauses_in",
    "post_of",
    "reminders_of",
    "reports_in",
    "said_lately",
    "seen_by",
    "share_text_of",
    "talk_of",
    "threads_of",
    "unanswered_in",
    "unmaskings_of",
    "unsettled_in",
    "versions_of",
    "who_began",
    "wishes_in",
]
