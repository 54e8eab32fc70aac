"""Read and acknowledge a notice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from governance.canvass.actions.visiting import acknowledge
from governance.canvass.models import Canvass, Voice
from governance.inbox.actions.reading import mark_thing_read
from governance.notices.models import Notice, Reading
from residents.models import User
from residents.people.actions.content_versions import bump_building, bump_user
from residents.rooms.waiting import thing_of


@transaction.atomic
def mark_notice_read(notice: Notice, *, by: User) -> None:
    _reading, first = Reading.objects.get_or_create(notice=notice, user=by)
    mark_thing_read(thing_of(notice), by=by)
    if first:
        bump_user(by)
        if notice.urgent:  # the household leaves the list of doors to knock at
            bump_building(notice.building)


@transaction.atomic
def acknowledge_notice(
    notice: Notice, canvass: Canvass, voices: Iterable[Voice], *, by: User
) -> bool:
    """Mark a notice read and acknowledge it (我家知道了) for these voices. Return False if one was not
    recorded: see ``acknowledge``."""
    taken = [acknowledge(canvass, voice, by=by) for voice in voices]
    mark_notice_read(notice, by=by)
    return all(taken)


def forget_readings(user: User) -> None:
    Reading.objects.filter(user=user).delete()
