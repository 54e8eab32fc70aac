"""Handlers of signals of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.meetings.actions.feeds import close_feed
from governance.meetings.actions.planning import remove_name
from residents.models import Building, User
from residents.people.signals import password_renewed, person_forgotten


@receiver(person_forgotten)
def remove_name_from_agendas(
    name: str, phone: str, buildings: list[Building], **_kwargs: object
) -> None:
    remove_name(buildings, name=name, phone=phone)


@receiver(person_forgotten)
def close_calendar_of_person(user: User, **_kwargs: object) -> None:
    close_feed(user)


@receiver(password_renewed)
def close_calendar_of_old_password(user: User, **_kwargs: object) -> None:
    """Revoke the calendar URL, because whoever knew the old password may know it. The person can
    create a new one."""
    close_feed(user)
