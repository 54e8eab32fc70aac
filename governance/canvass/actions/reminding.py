"""Remind households that have not answered, three days and one day before the end."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.canvass.queries.reminders import REMINDERS, due_reminder
from governance.inbox.actions.messages import create_message
from louzu.lib.jobs import run_each
from residents.people.actions.content_versions import bump_building
from residents.rooms.waiting import thing_of


def remind_of_canvasses() -> None:
    """Write the reminders whose time has come. Each is written once, also after an extension."""
    now = timezone.now()
    ending = Canvass.objects.taking_answers().filter(
        reminds=True, closes_at__lte=now + max(REMINDERS.values())
    )
    run_each(_remind, [canvass for canvass in ending if due_reminder(canvass, now)])


def _remind(canvass: Canvass) -> None:
    version = due_reminder(canvass, timezone.now())
    create_message("canvass.reminder", thing_of(canvass), version=version)
    create_message("canvass.proxy_reminder", thing_of(canvass), version=version)


@transaction.atomic
def choose_reminders(canvass: Canvass, *, reminds: bool) -> None:
    """Switch the reminders on or off. Those that are on their way are asked again when they are sent."""
    Canvass.objects.filter(pk=canvass.pk).update(reminds=reminds)
    bump_building(canvass.building)
