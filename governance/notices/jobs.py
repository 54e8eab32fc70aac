"""Scheduled notices are announced, and public postings end, by the clock."""

from __future__ import annotations

from governance.notices.actions.announcing import announce_notices
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *")
def announce_due_notices() -> None:
    announce_notices()
