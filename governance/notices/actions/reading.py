"""What readers do: they open a notice, and say for their household that it knows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from governance.canvass.actions import acknowledge
from governance.canvass.models import Canvass, Voice
from governance.notices.models import Notice, Reading
from residents.models import User
from residents.people.actions.preferences import bump_user


@transaction.atomic
def mark_notice_read(notice: Notice, *, by: User) -> None:
    _reading, first = Reading.objects.get_or_create(notice=notice, user=by)
    if first:
        bump_user(by)


@transaction.atomic
def acknowledge_notice(
    notice: Notice, canvass: Canvass, voices: Iterable[Voice], *, by: User
) -> bool:
    """我家知道了: read, and said for the households for which this person may answer.

    False where it was not taken for one of them: see ``acknowledge``.
    """
    taken = [acknowledge(canvass, voice, by=by) for voice in voices]
    mark_notice_read(notice, by=by)
    return all(taken)


def forget_readings(user: User) -> None:
    """What somebody read is nobody's business once they are forgotten."""
    Reading.objects.filter(user=user).delete()
