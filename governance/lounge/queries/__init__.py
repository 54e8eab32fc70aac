"""Queries of the lounge."""

from __future__ import annotations

from governance.lounge.queries import personal_data
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
    count_recent_posts,
    is_newcomer,
    joiners_of,
    starter_of,
    unmaskings_of,
)
from governance.lounge.queries.posts import ThreadPage, post_of, thread_page_of, versions_of
from governance.lounge.queries.reminders import Reminders, reminders_of
from governance.lounge.queries.threads import (
    SHOWS,
    calendar_of,
    latest_threads,
    next_change_at,
    share_text_of,
    threads_for_page,
    threads_of,
    unanswered_in,
    unsettled_in,
)

__all__ = [
    "SHOWS",
    "Concerns",
    "Joiners",
    "Reminders",
    "ThreadPage",
    "calendar_of",
    "concerns_in",
    "count_recent_posts",
    "hiding_of",
    "hidings_in",
    "is_newcomer",
    "joiners_of",
    "latest_threads",
    "next_change_at",
    "pause_of",
    "pauses_in",
    "personal_data",
    "post_of",
    "reminders_of",
    "reports_in",
    "share_text_of",
    "starter_of",
    "thread_page_of",
    "threads_for_page",
    "threads_of",
    "unanswered_in",
    "unmaskings_of",
    "unsettled_in",
    "versions_of",
    "wishes_in",
]
