"""Handlers for the slips of owners who live elsewhere, and for those who answer for owners."""

from __future__ import annotations

from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from governance.journal.actions import append
from governance.journal.models import Audience
from governance.journal.receivers.words import subject_of
from louzu.lib.stored import stored
from residents.joining.queries.owners import rooms_of_owner
from residents.models import Owner, OwnerAccess, OwnerSlip, User
from residents.people.signals import (
    owner_access_ended,
    owner_joined,
    owner_slip_printed,
    owner_slip_revoked,
)


@receiver(owner_slip_printed)
def record_the_letter(slip: OwnerSlip, by: User, **_kwargs: object) -> None:
    _record(slip, "residents.owner_slip_printed", by)


@receiver(owner_slip_revoked)
def record_the_end_of_a_letter(slip: OwnerSlip, by: User, **_kwargs: object) -> None:
    _record(slip, "residents.owner_slip_revoked", by)


@receiver(owner_joined)
def record_who_answers_for_an_owner(access: OwnerAccess, by: User, **_kwargs: object) -> None:
    _record(access, "residents.owner_joined", by)


@receiver(owner_access_ended)
def record_who_no_longer_answers(access: OwnerAccess, by: User, **_kwargs: object) -> None:
    _record(access, "residents.owner_access_ended", by)


def _record(thing: OwnerSlip | OwnerAccess, verb: str, by: User) -> None:
    """Append a line for leader and committee. Like all lines it tells the flats, never the owner's name."""
    append(
        thing.building,
        verb,
        by=by,
        audience=Audience.LEADERS,
        subject=subject_of(thing, _owner_of_rooms(thing.owner)),
        whom=thing.user if isinstance(thing, OwnerAccess) else None,
    )


def _owner_of_rooms(owner: Owner) -> str:
    """Name the owner by the flats, if there are any left."""
    if rooms := rooms_of_owner(owner):
        return stored(gettext_lazy("%(rooms)s的业主"), rooms=rooms)
    return stored(gettext_lazy("一位业主"))
