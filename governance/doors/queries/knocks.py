"""Knocks at doors, and the times at which nobody was in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Value, When
from django.utils import timezone

from governance.canvass.models import Visit
from governance.doors.hours import PartOfWeek, part_to_try
from governance.doors.models import Knock
from louzu.lib.time import format_when
from residents.models import Building, Flat, Household, User

UNDO_WITHIN = dt.timedelta(minutes=10)
"""How long the last tap can be taken back."""
MAX_KNOCKS = 20


def latest_knocks_in(building: Building) -> dict[int, list[Knock]]:
    """Map the primary keys of flats to the latest knock of each group: whether the household wants to
    be let be, whether a slip was handed over, and all else. Uses one statement."""
    group = Case(
        When(outcome__in=Knock.LET_BE, then=Value(1)),
        When(outcome=Knock.Outcome.HANDED, then=Value(2)),
        default=Value(0),
        output_field=IntegerField(),
    )
    found = building.knock_set.not_undone().annotate(group=group).select_related("by")
    latest: dict[int, list[Knock]] = {}
    for knock in found.order_by("flat_id", "group", "-pk").distinct("flat_id", "group"):
        latest.setdefault(knock.flat_id, []).append(knock)
    return latest


def refusal_of(household: Household) -> Knock | None:
    """Return the knock at which the household said that it wants to be let be, unless it has changed
    its mind since."""
    said = Knock.objects.not_undone().filter(flat=household.flat_id, household=household)
    last = said.filter(outcome__in=Knock.LET_BE).order_by("-pk").first()
    return last if last and last.outcome == Knock.Outcome.REFUSED else None


def was_knocked_since(flat: Flat, since: dt.datetime, *, but_by: User) -> bool:
    knocks = Knock.objects.not_undone().filter(flat=flat, said_at__gt=since)
    return knocks.exclude(by=but_by).exists()


@dataclass(frozen=True, slots=True)
class PastKnock:
    """A knock, or a visit for one question that was recorded without one."""

    outcome: str
    at: dt.datetime
    who: str
    note: str
    clock_off: bool = False
    knocked: bool = True
    """Whether somebody was at the door."""

    @property
    def when(self) -> str:
        """``昨天晚上7点``."""
        return format_when(self.at, until=False)


@dataclass(frozen=True, slots=True)
class DoorHistory:
    """The knocks at a door, latest first, and the part of the week in which to try again."""

    past: list[PastKnock]
    part_to_try: PartOfWeek | None


def history_of(flat: Flat, household: Household | None) -> DoorHistory:
    """Return the latest knocks at this household, and the latest visit without one. Uses two
    statements."""
    found = Knock.objects.not_undone().filter(building=flat.building, flat=flat)
    rows = found.filter(household=household).select_related("by").order_by("-pk")[:MAX_KNOCKS]
    knocks = list(rows)
    past = [
        PastKnock(
            k.get_outcome_display(),
            k.when,
            k.by.known_as,
            k.note,
            k.clock_off,
            k.outcome != Knock.Outcome.WELCOME,
        )
        for k in knocks
    ]
    if household:
        visits = Visit.objects.not_undone().filter(voice__household=household, oneself=False)
        last = visits.filter(knocks=None).select_related("by").order_by("-pk")[:1]
        past += [PastKnock(v.word, v.visited_at, v.by.known_as, v.note) for v in last]
    past.sort(key=lambda one: one.at, reverse=True)
    return DoorHistory(past, part_to_try(_missed(knocks), _met(knocks)))


def _missed(knocks: list[Knock]) -> list[dt.datetime]:
    missed = [knock for knock in knocks if knock.outcome == Knock.Outcome.NOT_IN]
    return [timezone.localtime(knock.when) for knock in missed]


def _met(knocks: list[Knock]) -> list[dt.datetime]:
    opened = {Knock.Outcome.TOLD, Knock.Outcome.ANSWERED, Knock.Outcome.HANDED}
    return [timezone.localtime(knock.when) for knock in knocks if knock.outcome in opened]


def undoable_knock_of(user: User, building: Building) -> Knock | None:
    """Return the last knock of this person, if it can still be taken back. Its attribute ``about`` has
    the primary keys of the canvasses for which it was recorded."""
    visits = Visit.objects.filter(knocks=OuterRef("pk")).values("voice__canvass")
    mine = building.knock_set.not_undone().filter(by=user).annotate(about=ArraySubquery(visits))
    last = mine.select_related("flat").order_by("-pk").first()
    if last is None or last.outcome == Knock.Outcome.ANSWERED:
        return None
    return last if last.at > timezone.now() - UNDO_WITHIN else None
