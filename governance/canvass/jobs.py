"""Canvasses open, close and are published by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.canvass.actions.advancing import advance_canvasses
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *", title=_("开始、截止、公布问大家的事"))
def advance_due_canvasses() -> None:
    advance_canvasses()
