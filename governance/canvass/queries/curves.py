"""The number of open objections by day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from governance.canvass.models import Canvass, Objection


def curve_of(objections: list[Objection]) -> list[tuple[dt.date, int]]:
    """Return pairs of date and number of open objections, in order, for each day with a change."""
    change: Counter[dt.date] = Counter()
    for objection in objections:
        change[timezone.localdate(objection.raised_at)] += 1
        if objection.ended_at and objection.ended_by_id:
            change[timezone.localdate(objection.ended_at)] -= 1
    steps, still_open = [], 0
    for day in sorted(change):
        still_open += change[day]
        steps.append((day, still_open))
    return steps


def objection_curve_of(canvass: Canvass, objections: list[Objection]) -> Curve | None:
    steps = curve_of(objections)
    if not steps:
        return None
    end = timezone.localdate(canvass.closed_at or timezone.now())
    return Curve([*steps, (end, steps[-1][1])] if end > steps[-1][0] else steps)


@dataclass(frozen=True, slots=True)
class Curve:
    """Number of open objections by day, as a step line of 320 × 100 units."""

    steps: list[tuple[dt.date, int]]

    @property
    def most(self) -> int:
        return max(1, *(count for _day, count in self.steps))

    @property
    def dots(self) -> list[tuple[int, int, int]]:
        first, last = self.steps[0][0], self.steps[-1][0]
        span = max((last - first).days, 1)
        return [
            (16 + (day - first).days * 288 // span, 88 - count * 64 // self.most, count)
            for day, count in self.steps
        ]

    @property
    def points(self) -> str:
        path, height = [], 88
        for x, y, _count in self.dots:
            path += [f"{x},{height}", f"{x},{y}"]
            height = y
        return " ".join(path)
