"""Scheduled notices are announced, public postings end, and events are reminded of, by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.notices.actions.announcing import announce_notices
from governance.notices.actions.reminding import remind_of_notices
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *", title=_("张贴定了时间的通知，结束公示"))
def announce_due_notices() -> None:
    announce_notices()


@periodic_job(cron="*/5 * * * *", title=_("前一天提醒通知里写的事"))
def remind_of_events() -> None:
    remind_of_notices()
