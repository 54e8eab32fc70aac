"""Exact count of a canvass that asks more than yes or no. Pure functions without database, Django or
clock.

Options are numbered. The heads and the area of each option are counted, and the tests of the rule
that count approval apply to each option, as they do to the one text of a question of yes or no.
There is no ranking by voters: a ballot names options, without an order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from governance.canvass.tally import (
    CountedChoice,
    CountedVoice,
    Demand,
    Rule,
    Tally,
    ThresholdBase,
    Verdict,
    VoteSum,
    sum_of,
    tally,
    verdict_of,
)


class AnswerKind(StrEnum):
    """How an answer is given: yes or no to one text, one of several options, up to as many options
    as there are seats, yes or no to each item, or all dates that suit."""

    yes_no = "yes_no"
    one = "one"
    several = "several"
    each = "each"
    dates = "dates"


NOBODY = VoteSum(0, Decimal(0))


@dataclass(frozen=True, slots=True)
class OptionBallot:
    """The options that a voice picked. ``against`` are items to which it objects, if each item is
    answered separately. A ballot without either abstains."""

    picked: frozenset[int] = frozenset()
    against: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class OptionQuestion:
    """The options that are asked about, by their numbers, and how many of ``several`` win."""

    kind: AnswerKind
    options: frozenset[int]
    seats: int = 1

    @property
    def most_picks(self) -> int:
        """How many options a ballot may name."""
        if self.kind == AnswerKind.one:
            return 1
        return self.most_winners if self.kind == AnswerKind.several else len(self.options)

    @property
    def most_winners(self) -> int:
        return min(self.seats, len(self.options)) if self.kind == AnswerKind.several else 1

    def code_of(self, ballot: OptionBallot) -> str:
        """Return a character for each option, by number: ``+`` picked, ``x`` refused, else ``-``."""
        signs = {**dict.fromkeys(ballot.picked, "+"), **dict.fromkeys(ballot.against, "x")}
        return "".join(signs.get(number, "-") for number in sorted(self.options))

    def ballot_of(self, code: str) -> OptionBallot:
        """Raises ValueError unless the code is that of a good ballot."""
        signs = list(zip(sorted(self.options), code, strict=True))
        if not set(code) <= set("+x-"):
            raise ValueError("an unknown character")
        ballot = OptionBallot(
            frozenset(number for number, sign in signs if sign == "+"),
            frozenset(number for number, sign in signs if sign == "x"),
        )
        self.check(ballot)
        return ballot

    def check(self, ballot: OptionBallot) -> None:
        """Raise ValueError if a ballot names an option that does not exist, too many, or one twice."""
        if not ballot.picked | ballot.against <= self.options:
            raise ValueError("an option that does not exist")
        if len(ballot.picked) > self.most_picks:
            raise ValueError("too many options")
        if ballot.picked & ballot.against or (ballot.against and self.kind != AnswerKind.each):
            raise ValueError("an option that is picked and refused")


@dataclass(frozen=True, slots=True)
class OptionTurnout:
    """The roster, and of it who was told, took part, and picked nothing."""

    roster: VoteSum
    told: VoteSum
    answered: VoteSum
    abstain: VoteSum


@dataclass(frozen=True, slots=True)
class OptionResult:
    """The count of one option. ``tests`` are those of the rule that count approval.

    ``reaches`` means that all of them hold, and that somebody picked it. ``wins`` and ``tied`` also
    need the turnout, and one of the seats.
    """

    number: int
    picked: VoteSum
    tests: tuple[Verdict, ...]
    reaches: bool
    wins: bool = False
    tied: bool = False
    against: VoteSum = NOBODY


@dataclass(frozen=True, slots=True)
class OptionTally:
    """The count of all options, in the order of their numbers.

    ``tests`` are those of the rule that do not depend on an option: coverage and turnout. ``passed``
    means that they hold and that an option wins. ``seats_left`` is the number of seats for which the
    tied options are equal; the rule prescribes a second round between them.
    """

    passed: bool
    tests: tuple[Verdict, ...]
    options: tuple[OptionResult, ...]
    roster: VoteSum
    told: VoteSum
    answered: VoteSum
    abstain: VoteSum
    seats_left: int = 0

    @property
    def winners(self) -> list[int]:
        return [option.number for option in self.options if option.wins]

    @property
    def tied(self) -> list[int]:
        return [option.number for option in self.options if option.tied]

    @property
    def telling(self) -> list[VoteSum]:
        """The sums by which a voice could be recognised."""
        each = [total for option in self.options for total in (option.picked, option.against)]
        return [*each, self.abstain]


def tally_options(
    question: OptionQuestion,
    rule: Rule,
    voices: Sequence[CountedVoice],
    ballots: Mapping[int, OptionBallot],
    told: Collection[int] = (),
) -> OptionTally:
    """Count ``ballots`` by ``rule`` over the roster ``voices``.

    Each item of ``AnswerKind.each`` is counted as a resolution of its own. Of the other kinds, the
    options with the most heads win the seats, as far as they reach the tests of the rule. Ballots of
    voices outside the roster are ignored. Raises ValueError for a bad ballot.
    """
    for ballot in ballots.values():
        question.check(ballot)
    if len({voice.id for voice in voices}) != len(voices):
        raise ValueError("a voice stands on the roster twice")
    picked: dict[int, list[CountedVoice]] = {number: [] for number in sorted(question.options)}
    for voice in voices:
        for number in ballots.get(voice.id, OptionBallot()).picked:
            picked[number].append(voice)
    took_part = [voice for voice in voices if voice.id in ballots]
    turnout = OptionTurnout(
        roster=sum_of(voices),
        told=sum_of(voice for voice in voices if voice.id in ballots or voice.id in told),
        answered=sum_of(took_part),
        abstain=sum_of(voice for voice in took_part if ballots[voice.id] == OptionBallot()),
    )
    sums = {number: sum_of(those) for number, those in picked.items()}
    counted = count_options(question, rule, sums, turnout)
    if question.kind != AnswerKind.each:
        return counted
    items = tuple(_item(rule, voices, ballots, one, told=told) for one in counted.options)
    return replace(counted, options=items, seats_left=0, passed=any(one.wins for one in items))


def count_options(
    question: OptionQuestion,
    rule: Rule,
    sums: Mapping[int, VoteSum],
    turnout: OptionTurnout,
) -> OptionTally:
    """Count the options of all kinds but ``AnswerKind.each`` from their totals."""
    answered = turnout.answered
    base = {ThresholdBase.all: turnout.roster, ThresholdBase.answered: answered}
    have = {Demand.coverage: turnout.told, Demand.turnout: answered}
    general = tuple(
        verdict_of(test, have[test.stage], base[test.base])
        for test in rule.tests
        if test.stage != Demand.approval
    )
    results = [
        _option(number, picked, _approval(rule, picked, base)) for number, picked in sums.items()
    ]
    valid = bool(turnout.roster.heads) and all(verdict.holds for verdict in general)
    able = [one for one in results if valid and one.reaches]
    winners, tied, left = _seated(able, question.most_winners)
    return OptionTally(
        passed=bool(winners),
        tests=general,
        options=tuple(
            replace(one, wins=one.number in winners, tied=one.number in tied) for one in results
        ),
        roster=turnout.roster,
        told=turnout.told,
        answered=answered,
        abstain=turnout.abstain,
        seats_left=left,
    )


def _approval(
    rule: Rule, picked: VoteSum, base: Mapping[ThresholdBase, VoteSum]
) -> tuple[Verdict, ...]:
    tests = [test for test in rule.tests if test.stage == Demand.approval]
    return tuple(verdict_of(test, picked, base[test.base]) for test in tests)


def _option(number: int, picked: VoteSum, tests: tuple[Verdict, ...]) -> OptionResult:
    reaches = picked.heads > 0 and all(verdict.holds for verdict in tests)
    return OptionResult(number, picked, tests, reaches)


def _seated(able: Sequence[OptionResult], seats: int) -> tuple[set[int], set[int], int]:
    """Return the options that win a seat, those tied for the last seats, and how many these are."""
    heads = sorted((one.picked.heads for one in able), reverse=True)
    if len(able) <= seats:
        return {one.number for one in able}, set(), 0
    last, next_one = heads[seats - 1], heads[seats]
    if last > next_one:
        return {one.number for one in able if one.picked.heads >= last}, set(), 0
    winners = {one.number for one in able if one.picked.heads > last}
    tied = {one.number for one in able if one.picked.heads == last}
    return winners, tied, seats - len(winners)


def _item(
    rule: Rule,
    voices: Sequence[CountedVoice],
    ballots: Mapping[int, OptionBallot],
    option: OptionResult,
    *,
    told: Collection[int],
) -> OptionResult:
    """Count one item as a resolution of its own: all tests of the rule decide about it."""
    choices = {voice: choice_for(ballot, option.number) for voice, ballot in ballots.items()}
    return item_from(tally(rule, voices, choices, told), option)


def item_from(counted: Tally, option: OptionResult) -> OptionResult:
    """Return an item as its tally found it, with the sum of those who agree."""
    tests = tuple(verdict for verdict in counted.tests if verdict.test.stage == Demand.approval)
    found = _option(option.number, counted.agree, tests)
    return replace(found, wins=counted.passed and found.reaches, against=counted.object)


def choice_for(ballot: OptionBallot, number: int) -> CountedChoice:
    if number in ballot.picked:
        return CountedChoice.agree
    return CountedChoice.object if number in ballot.against else CountedChoice.abstain
