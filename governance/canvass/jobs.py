"""Canvasses open, close and are published by the clock."""

from __future__ import annotations

from governance.canvass.actions.advancing import advance_canvasses
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *")
def advance_due_canvasses() -> None:
    advance_canvasses()
