"""Exact count of a canvass. Pure functions without database, Django or clock.

Heads are integers, areas are decimals in m² with two places, thresholds are fractions. There are no
floats.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Amount = int | Decimal


class CountedChoice(StrEnum):
    """What an answer means."""

    agree = "agree"
    object = "object"
    abstain = "abstain"


class Demand(StrEnum):
    """What a test requires of voices: that they were told, took part or agreed."""

    coverage = "coverage"
    turnout = "turnout"
    approval = "approval"


class Measure(StrEnum):
    """Heads: each voice counts as one. Area: each voice weighs its m²."""

    heads = "heads"
    area = "area"


class ThresholdBase(StrEnum):
    """What the threshold is a share of: the whole roster, or those who took part."""

    all = "all"
    answered = "answered"


@dataclass(frozen=True, slots=True)
class Test:
    """One threshold: at least this share (以上, Civil Code art. 1259), or, if ``strict``, more than
    it (过半数)."""

    __test__ = False  # pytest collects classes of this name

    stage: Demand
    measure: Measure
    base: ThresholdBase
    threshold: Fraction
    strict: bool = False

    def __post_init__(self) -> None:
        sensible = 0 <= self.threshold < 1 if self.strict else 0 < self.threshold <= 1
        if not sensible:
            raise ValueError(f"a threshold that nobody can miss or nobody can meet: {self}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Tests that must all hold, with the source and date of the law."""

    tests: tuple[Test, ...]
    name: str = ""
    source: str = ""
    law_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CountedVoice:
    """A line of the roster, with ``area`` in m²."""

    id: int
    area: Decimal


@dataclass(frozen=True, slots=True)
class VoteSum:
    """The heads and the area of some voices."""

    heads: int
    area: Decimal

    def by(self, measure: Measure) -> Amount:
        return self.heads if measure == Measure.heads else self.area


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one test.

    ``needed`` is the smallest ``have`` for which the test holds on the present base.

    ``missing`` is the smallest number of additional heads, or the additional area rounded up to
    0.01 m², with which it holds if nobody changes an answer. It is 0 exactly if the test holds. If
    the base is those who answered, additional answers enlarge it. If no number suffices (all must
    agree, and one objects), it is the number of voices that must change their answer. It may exceed
    the number of voices that have not answered.

    ``short`` is the number of voices on the present base that must change their answer.

    Example: 15 of 21 answers agree and ¾ is required. ``needed`` is 16, ``short`` is 1, and
    ``missing`` is 3 (18 of 24). A test on an empty base does not hold, and one head or 0.01 m² is
    missing.
    """

    test: Test
    have: Amount
    base: Amount
    needed: Amount
    missing: Amount

    @property
    def holds(self) -> bool:
        return self.missing == 0

    @property
    def short(self) -> Amount:
        return max(self.needed - self.have, type(self.have)(0))


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdict of each test, and the sums for the page and the result sheet."""

    passed: bool
    tests: tuple[Verdict, ...]
    roster: VoteSum
    told: VoteSum
    answered: VoteSum
    agree: VoteSum
    object: VoteSum
    abstain: VoteSum

    @property
    def telling(self) -> list[VoteSum]:
        """The sums by which a voice could be recognised."""
        return [self.object, self.abstain]


def tally(
    rule: Rule,
    voices: Sequence[CountedVoice],
    answers: Mapping[int, CountedChoice],
    told: Collection[int] = (),
) -> Tally:
    """Count ``answers`` by ``rule`` over the roster ``voices``.

    A voice that agrees, objects or abstains has taken part, and has been told. Answers and visits
    of voices outside the roster are ignored. An empty roster never passes. Raises ValueError if a
    voice occurs twice.
    """
    if len({voice.id for voice in voices}) != len(voices):
        raise ValueError("a voice stands on the roster twice")
    choices = {
        choice: sum_of(v for v in voices if answers.get(v.id) == choice) for choice in CountedChoice
    }
    reached = sum_of(v for v in voices if v.id in answers or v.id in told)
    return _tally(
        rule, sum_of(voices), reached, sum_of(v for v in voices if v.id in answers), choices
    )


def tally_heads(
    rule: Rule, *, roster: int, told: int, spoiled: int, choices: Mapping[str, int]
) -> Tally:
    """Count by heads from totals. ``choices`` is the number of ballots per ``CountedChoice``. Spoiled ballots
    count for turnout only."""
    sums = {choice: VoteSum(choices.get(choice.value, 0), Decimal(0)) for choice in CountedChoice}
    answered = VoteSum(sum(total.heads for total in sums.values()) + spoiled, Decimal(0))
    return _tally(rule, VoteSum(roster, Decimal(0)), VoteSum(told, Decimal(0)), answered, sums)


def _tally(
    rule: Rule,
    roster: VoteSum,
    told: VoteSum,
    answered: VoteSum,
    choices: Mapping[CountedChoice, VoteSum],
) -> Tally:
    have = {
        Demand.coverage: told,
        Demand.turnout: answered,
        Demand.approval: choices[CountedChoice.agree],
    }
    base = {ThresholdBase.all: roster, ThresholdBase.answered: answered}
    verdicts = tuple(verdict_of(test, have[test.stage], base[test.base]) for test in rule.tests)
    passed = bool(roster.heads) and all(verdict.holds for verdict in verdicts)
    return Tally(
        passed,
        verdicts,
        roster=roster,
        told=told,
        answered=answered,
        **{choice.value: total for choice, total in choices.items()},
    )


def sum_of(voices: Iterable[CountedVoice]) -> VoteSum:
    areas = [voice.area for voice in voices]
    return VoteSum(len(areas), sum(areas, Decimal(0)))


def verdict_of(test: Test, of_stage: VoteSum, of_base: VoteSum) -> Verdict:
    have, base = of_stage.by(test.measure), of_base.by(test.measure)
    needed = _least(test, test.threshold * Fraction(base))
    missing = _missing(test, Fraction(have), Fraction(base))
    if not base:
        needed = missing = _least(test, Fraction(0)) or _units(test, 1)
    return Verdict(test, have, base, needed, missing)


def _missing(test: Test, have: Fraction, base: Fraction) -> Amount:
    """Solve have + x ≥ threshold · (base + x), or have + x ≥ threshold · base for a fixed base."""
    gap = test.threshold * base - have
    grows = test.base == ThresholdBase.answered and test.threshold < 1
    return _least(test, gap / (1 - test.threshold) if grows else gap)


def _least(test: Test, bound: Fraction) -> Amount:
    """Return the smallest non-negative amount that reaches ``bound`` or, if strict, exceeds it."""
    units = bound if test.measure == Measure.heads else bound * 100
    return _units(test, max(math.floor(units) + 1 if test.strict else math.ceil(units), 0))


def _units(test: Test, number: int) -> Amount:
    return number if test.measure == Measure.heads else Decimal(number).scaleb(-2)
