"""What several actions of the room do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import ObjectionState
from governance.canvass.models import Objection
from governance.journal.actions import acting_day
from governance.matters.models import Matter, Promise, Steward
from governance.matters.queries.ties import ties_of
from louzu.lib.errors import Refused
from louzu.lib.time import format_date
from residents.models import User

FIRST_DAY = dt.date(1949, 1, 1)


def happened_day(on: dt.date | None, *, field: str = "on", since: Matter | None = None) -> dt.date:
    """Return the day on which something happened, today by default. Raises Refused, naming the
    ``field``, if it is still to come, or before the first day of the matter that it is ``since``."""
    if on and on > timezone.localdate():
        raise Refused(_("这一天还没有到，请写已经过去的日子。"), field=field)
    if on and on < FIRST_DAY:
        raise Refused(_("这个日子太早了，请再看看年份。"), field=field)
    if since:
        refuse_before(since, on, field=field)
    return on or acting_day()


def refuse_before(matter: Matter, day: dt.date | None, *, field: str) -> None:
    """Raise Refused if a day on which something is to happen or happened is before the first one of
    the matter."""
    if day and day < matter.begun_on:
        began = format_date(matter.begun_on, with_year=True)
        raise Refused(
            _("这件事%(day)s才提出来，请看看日子。提出得更早的，先改“哪天提出的”。")
            % {"day": began},
            field=field,
        )


def replace_stewards(matter: Matter, people: Iterable[User]) -> list[User]:
    """Return those who were added."""
    wanted = {user.pk: user for user in people}
    Steward.objects.filter(matter=matter).exclude(user__in=wanted).delete()
    present = set(Steward.objects.filter(matter=matter).values_list("user", flat=True))
    added = [user for pk, user in wanted.items() if pk not in present]
    Steward.objects.bulk_create([Steward(matter=matter, user=user) for user in added])
    return added


def add_promises_of_objections(matter: Matter) -> int:
    """Make each offer that ended an objection in a canvass of the matter a promise, whose words the
    leader has to write. Return how many were added."""
    canvasses = ties_of(matter).ids_of("canvass.canvass")
    if not canvasses:
        return 0
    met = Objection.objects.filter(voice__canvass__in=canvasses, state=ObjectionState.MET)
    known = Promise.objects.filter(objection__in=met).values("objection")
    new = [Promise(matter=matter, objection=one) for one in met.exclude(pk__in=known)]
    Promise.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
