"""Canvasses open, close, are published, and remind of themselves by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.canvass.actions.advancing import advance_canvasses
from governance.canvass.actions.lapsing import end_delegations_without_proxy
from governance.canvass.actions.reminding import remind_of_canvasses
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *", title=_("开始、截止、公布问大家的事"))
def advance_due_canvasses() -> None:
    advance_canvasses()


@periodic_job(cron="*/5 * * * *", title=_("提醒还没答复的人家"))
def write_reminders() -> None:
    remind_of_canvasses()


@periodic_job(cron="*/5 * * * *", title=_("结束没有人能答的委托"))
def end_lapsed_delegations() -> None:
    end_delegations_without_proxy()
