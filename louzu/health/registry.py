"""The registry of health checks, which find out what is wrong with the installation, and of measures,
which are numbers for the metrics.

An app declares them in a module named ``health``, which is imported when they are first needed.
``louzu.health.running`` runs the checks for /readyz, the desk and ``louzu check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Severity(StrEnum):
    WARN = "warn"
    """The portal answers, but somebody should look at it."""
    FAIL = "fail"
    """This process cannot answer requests: /readyz answers 503, and a balancer asks another node."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    severity: Severity
    sentence: str
    """In English, for the operator. It names no person and no secret."""
    short: StrOrPromise
    """In Chinese, for the keeper's desk; ``values`` are filled in."""
    values: dict[str, object]

    @property
    def text(self) -> str:
        return str(self.short) % self.values if self.values else str(self.short)


CheckFunction = Callable[[], Finding | list[Finding] | None]
"""Returns what it found, or nothing. It must be quick: /readyz waits for all checks together."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    """Such as ``backup``: shown by /readyz and in the metrics."""
    function: CheckFunction
    needs_database: bool
    """Not run if the database cannot be reached."""

    def run(self) -> list[Finding]:
        found = self.function()
        if found is None:
            return []
        return [found] if isinstance(found, Finding) else found


def warn(sentence: str, short: StrOrPromise, **values: object) -> Finding:
    return Finding(Severity.WARN, sentence, short, values)


def fail(sentence: str, short: StrOrPromise, **values: object) -> Finding:
    return Finding(Severity.FAIL, sentence, short, values)


@dataclass(frozen=True, slots=True)
class MetricSource:
    """Numbers that are read from the database or the machine whenever the metrics are read."""

    name: str
    text: str
    labels: tuple[str, ...]
    function: Callable[[], Values]
    """Returns the number of each combination of labels. No person is told by a label."""


Values = dict[tuple[str, ...], float]
_registered: dict[str, Check] = {}
_measures: dict[str, MetricSource] = {}


def health_check(
    name: str, *, needs_database: bool = True
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check. Checks run in the order in which they are registered."""

    def register(function: CheckFunction) -> CheckFunction:
        _registered[name] = Check(name, function, needs_database)
        return function

    return register


def measure(
    name: str, text: str, labels: tuple[str, ...] = ()
) -> Callable[[Callable[[], Values]], Callable[[], Values]]:
    """Register a gauge of the metrics."""

    def register(function: Callable[[], Values]) -> Callable[[], Values]:
        _measures[name] = MetricSource(name, text, labels, function)
        return function

    return register


def measures() -> list[MetricSource]:
    _discover()
    return [*_measures.values()]


def checks() -> Iterator[Check]:
    _discover()
    yield from [*_registered.values()]


@cache
def _discover() -> None:
    import louzu.health.checks  # noqa: PLC0415 -- registers its own; it imports this module
    import louzu.health.measures  # noqa: F401, PLC0415

    autodiscover_modules("health")
