"""Remind of the events of notices."""

from __future__ import annotations

from django.db import transaction

from governance.inbox.actions.reminding import remind_of_event
from governance.notices.models import Notice
from governance.notices.queries import notices_with_event_soon
from louzu.lib.jobs import run_each
from residents.rooms.waiting import thing_of


def remind_of_notices() -> None:
    """Write the reminders whose time has come. Who posted the notice gets none."""
    run_each(_remind, list(notices_with_event_soon()))


@transaction.atomic
def _remind(notice: Notice) -> None:
    notice = Notice.objects.locked(notice)
    if notice.happens_from:
        at = notice.happens_from
        remind_of_event("notices.reminder", thing_of(notice), at, by=notice.author_id)
