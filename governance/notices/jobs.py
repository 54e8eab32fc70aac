"""Scheduled notices are announced, and public postings end, by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.notices.actions.announcing import announce_notices
from louzu.lib.jobs import periodic_job


@periodic_job(cron="* * * * *", title=_("张贴定了时间的通知，结束公示"))
def announce_due_notices() -> None:
    announce_notices()
