"""One clock for all machines of an installation: the database's (ADR 54).

``install`` replaces ``django.utils.timezone.now``, from which all stored times come: those of actions,
defaults of fields, sessions and libraries. The machine's clock is corrected by its distance to the
database's, which is measured whenever a connection to the database is opened.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

MAX_DISTANCE = 1.0
"""Seconds up to which the two clocks count as the same. Measuring is less exact than good clocks are."""
MAX_ROUND_TRIP = 1.0
"""Seconds; a slower answer of the database measures nothing."""

_now_here = timezone.now
_correction = dt.timedelta(0)


def now() -> dt.datetime:
    return _now_here() + _correction


def install() -> None:
    timezone.now = now


def correction() -> dt.timedelta:
    """Return how far the machine's clock is behind the database's; negative if it is ahead."""
    return _correction


def set_database_time(seconds: float, *, asked: float, answered: float) -> None:
    """Correct the clock. All three are seconds since 1970, the last two of the machine's clock."""
    global _correction  # noqa: PLW0603 -- one clock for the process
    if abs(answered - asked) > MAX_ROUND_TRIP:
        return
    distance = seconds - (asked + answered) / 2
    _correction = dt.timedelta(seconds=distance if abs(distance) > MAX_DISTANCE else 0)
