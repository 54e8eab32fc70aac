"""Meetings and tasks remind of themselves by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.meetings.actions.reminding import remind_of_meetings, remind_of_tasks
from louzu.lib.jobs import periodic_job


@periodic_job(cron="*/5 * * * *", title=_("前一天提醒开会"))
def remind_of_coming_meetings() -> None:
    remind_of_meetings()


@periodic_job(cron="*/5 * * * *", title=_("前一天提醒答应办的事"))
def remind_of_due_tasks() -> None:
    remind_of_tasks()
