"""Rate limits of submissions, uploads and searches, which people seldom reach.

Counts are kept per worker (``CACHES["counts"]``), so that counting needs no query. With two
workers, up to twice as much is accepted. Guesses of codes and PINs are counted for all workers; see
``limits.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import caches
from django.http import HttpRequest

from louzu.lib.allauth_private import get_ip
from louzu.lib.marks import mark

A_MINUTE, AN_HOUR = 60, 60 * 60
V = TypeVar("V", bound=Callable[..., object])

RATES: dict[str, tuple[tuple[int, int], ...]] = {
    "form": ((120, A_MINUTE), (1500, AN_HOUR)),
    "post": ((6, A_MINUTE), (30, AN_HOUR)),
    "reply": ((15, A_MINUTE), (150, AN_HOUR)),
    "answer": ((60, A_MINUTE), (600, AN_HOUR)),
    "answer_here": ((6, A_MINUTE), (30, AN_HOUR)),
    "file": ((60, A_MINUTE), (400, AN_HOUR)),
    "costly_file": ((5, AN_HOUR),),
    "search": ((40, A_MINUTE),),
    "landing": ((30, A_MINUTE), (200, AN_HOUR)),
    "public_text": ((120, A_MINUTE), (1500, AN_HOUR)),
    "shown_text": ((90, A_MINUTE), (2000, AN_HOUR)),
}
"""kind → (limit, seconds). ``form`` counts every POST to a building, accepted or not. ``post``
(visible to everybody), ``reply`` and ``answer`` count accepted ones; ``answer_here`` counts
answers at one URL, which are those of one voice. ``shown_text`` counts previews, ``landing`` guessed addresses of forwarded links,
``public_text`` openings of a text from its paper, with its pictures. ``costly_file``
counts pictures made to be expensive. Entering the papers of a whole building in an evening, or
sending entries made offline, stays far below."""


@dataclass(frozen=True, slots=True)
class RateCount:
    """Keys of the counters in this worker."""

    keys: tuple[str, ...] = ()

    def undo(self, number: int = 1) -> None:
        for key in self.keys:
            _add(key, -number)


@dataclass(frozen=True, slots=True)
class RateLimitExceeded:
    """``seconds`` until the next try is possible."""

    seconds: int

    @property
    def minutes(self) -> int:
        return -(-self.seconds // A_MINUTE)


def rate_limit(kind: str) -> Callable[[V], V]:
    """Count POST requests of a building's view as ``kind``, in addition to ``form``."""
    if kind not in RATES:
        raise ValueError(kind)

    def decorate(view: V) -> V:
        return mark(view, rate=kind)

    return decorate


def count(
    request: HttpRequest, kind: str, *, number: int = 1, where: str = ""
) -> RateCount | RateLimitExceeded:
    """Count before the action, so that concurrent requests cannot exceed the limit. Returns the
    counters, or the time to wait."""
    who = request.user.pk or get_ip(request)
    keys: tuple[str, ...] = ()
    for most, period in RATES[kind]:
        window, gone = divmod(int(time.time()), period)
        key = f"{kind}:{who}:{where}:{period}:{window}"
        if _add(key, number, period) > most:
            RateCount((*keys, key)).undo(number)
            return RateLimitExceeded(period - gone)
        keys += (key,)
    return RateCount(keys)


def count_form(request: HttpRequest, rate: str) -> RateCount | RateLimitExceeded:
    """Count a form of a building. The caller takes the result back if the form is not accepted."""
    sent = count(request, "form")
    if isinstance(sent, RateLimitExceeded):
        return sent
    if rate == "form":
        return RateCount()
    done = count(request, rate)
    if isinstance(done, RateLimitExceeded) or rate != "answer":
        return done
    here = count(request, "answer_here", where=request.get_full_path())
    if isinstance(here, RateLimitExceeded):
        done.undo()
        return here
    return RateCount(done.keys + here.keys)


def _add(key: str, number: int, period: int = AN_HOUR) -> int:
    caches["counts"].add(key, 0, timeout=period)
    try:
        return caches["counts"].incr(key, number)
    except ValueError:  # the counter expired in between
        return number
