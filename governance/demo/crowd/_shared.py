"""A building of the crowd, and how its rows and journal lines are collected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from django.db import models
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.lounge.models import Thread
from governance.notices.models import Notice
from residents.models import Building, Household, User

A_WEEK, A_DAY = dt.timedelta(weeks=1), dt.timedelta(days=1)
M = TypeVar("M", bound=models.Model)
S = TypeVar("S", Notice, Thread, Canvass)


@dataclass
class CrowdLine:
    """A journal line without its number."""

    at: dt.datetime
    verb: str
    subject: Notice | Thread | Canvass
    by: User | None


@dataclass
class CrowdBuilding:
    """A building being created: its people, its rate of activity and its journal lines."""

    building: Building
    life: float
    dice: Random
    homes: list[Household] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    leader: User | None = None
    lines: list[CrowdLine] = field(default_factory=list)

    @property
    def voice_of_the_house(self) -> User:
        return self.leader or self.people[0]


def bulk_create(rows: list[M]) -> list[M]:
    model = type(rows[0]) if rows else None
    return model._default_manager.bulk_create(rows, batch_size=2000) if model else []


def random_times(place: CrowdBuilding, years: int, a_week: float) -> Iterator[dt.datetime]:
    """Yield about ``a_week`` times per week, scaled by the building's activity."""
    for week in range(52 * years):
        for _one in range(int(a_week * place.life + place.dice.random())):
            yield timezone.now() - week * A_WEEK - place.dice.random() * A_WEEK


def add_journal_lines(
    places: list[CrowdBuilding], subjects: list[S], verb: str, at: Callable[[S], dt.datetime | None]
) -> None:
    by_place = {p.building.pk: p for p in places}
    for subject in subjects:
        by = subject.author if verb.startswith(("notices", "lounge")) else None
        if moment := at(subject):
            by_place[subject.building_id].lines.append(CrowdLine(moment, verb, subject, by))
