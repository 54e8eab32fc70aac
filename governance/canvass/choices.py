"""The answers that can be given to a canvass: on paper, in forms and in tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.canvass.models import Answer, Canvass, Choice, Option, Purpose
from governance.canvass.option_tally import AnswerKind, OptionBallot
from governance.canvass.queries.option_words import named
from governance.canvass.queries.options import options_of
from governance.canvass.queries.words import choice_words
from louzu.lib.errors import Refused
from louzu.lib.text import truncated

LONG_WORDS = 20
MAX_TITLE = 60
"""Characters of the title of an option, at most."""
TOLD = "told"
"""The answer on paper to a canvass that only tells: 知道了."""
GIVEN_CHOICES = (Choice.AGREE, Choice.OBJECT, Choice.ABSTAIN)


@dataclass(frozen=True, slots=True)
class Picked:
    """An answer in terms of ``Answer``: ``ballot`` is None if it names no option."""

    choice: str
    ballot: OptionBallot | None = None


@dataclass(frozen=True, slots=True)
class PrintedBoxes:
    """Boxes on paper, of one item if there is a ``legend``."""

    words: tuple[str, ...]
    legend: str = ""

    @property
    def is_long(self) -> bool:
        """Whether they are printed in smaller letters."""
        return bool(self.legend) or any(len(word) > LONG_WORDS for word in self.words)


def boxes_of(canvass: Canvass, longest: int = MAX_TITLE) -> list[PrintedBoxes]:
    """Return the boxes of ``choices_for`` as they are printed: those of an item behind its words.

    Options whose words have more than ``longest`` characters are cut off. They stand in full in the
    text that is printed with the paper.
    """
    if not canvass.has_options:
        return [PrintedBoxes(tuple(word for _value, word in choices_for(canvass)))]
    words = choice_words(canvass)
    named = [f"{one.number}. {truncated(str(one), longest)}" for one in canvass.present_options]
    if canvass.kind != AnswerKind.each:
        return [PrintedBoxes((*named, words[Choice.ABSTAIN]))]
    given = tuple(words[choice] for choice in GIVEN_CHOICES)
    return [PrintedBoxes(given, name) for name in named]


def choices_for(canvass: Canvass, version: int = 0) -> list[tuple[str, str]]:
    """Return pairs of value and words, in the order in which they are printed and numbered.

    ``version`` is that of the text on the paper, 0 the present one.
    """
    if canvass.purpose == Purpose.TELL:
        return [(TOLD, _("知道了"))]
    words = choice_words(canvass)
    if canvass.has_options:
        return _options(canvass, options_of(canvass, version or canvass.version), words)
    return [(choice.value, words[choice]) for choice in GIVEN_CHOICES]


def _options(
    canvass: Canvass, options: list[Option], words: dict[str, str]
) -> list[tuple[str, str]]:
    """Return the options and abstention, or for items the three answers to each."""
    if canvass.kind != AnswerKind.each:
        numbered = [(str(one.number), f"{one.number}. {one}") for one in options]
        return [*numbered, (Choice.ABSTAIN.value, words[Choice.ABSTAIN])]
    return [
        (item_mark(choice, one.number), f"{one.number}. {one}：{words[choice]}")
        for one in options
        for choice in GIVEN_CHOICES
    ]


def item_mark(choice: Choice, number: int) -> str:
    """Return the value of an answer to one item among ``choices_for``."""
    return f"{choice.value}{number}"


def marks_of(canvass: Canvass, answer: Answer) -> tuple[str, ...]:
    """Return what is ticked on the paper of an answer, as values of ``choices_for``. Empty in a
    question without options."""
    if not canvass.has_options:
        return ()
    picks, against = set(answer.picks or ()), set(answer.against or ())
    if canvass.kind != AnswerKind.each:
        return tuple(map(str, sorted(picks))) or (Choice.ABSTAIN.value,)
    said = dict.fromkeys(picks, Choice.AGREE) | dict.fromkeys(against, Choice.OBJECT)
    numbers = [option.number for option in options_of(canvass, answer.version)]
    return tuple(item_mark(said.get(number, Choice.ABSTAIN), number) for number in numbers)


def picked_by(canvass: Canvass, marks: Collection[str], version: int) -> Picked:
    """Return the answer that is ticked on a paper with the options of a version.

    ``marks`` are values of ``choices_for``. Raises Refused if they make no answer.
    """
    offered = {value for value, _words in choices_for(canvass, version)}
    if not marks or not offered.issuperset(marks):
        raise Refused(_("请看看这家勾的是哪一个。"))
    if canvass.kind == AnswerKind.each:
        return _picked_items(options_of(canvass, version), marks)
    if Choice.ABSTAIN.value not in marks:
        return Picked(Choice.PICKED, OptionBallot(frozenset(map(int, marks))))
    if len(marks) > 1:
        raise Refused(_("选了弃权，就不能再选别的。请去掉一样。"))
    return Picked(Choice.ABSTAIN)


def _picked_items(options: list[Option], marks: Collection[str]) -> Picked:
    said = {
        choice: frozenset(one.number for one in options if item_mark(choice, one.number) in marks)
        for choice in GIVEN_CHOICES
    }
    counts = {
        one.number: sum(one.number in numbers for numbers in said.values()) for one in options
    }
    if unclear := [number for number, count in counts.items() if count != 1]:
        raise Refused(_("这几件还没有答清楚：%(what)s") % {"what": named(options, unclear)})
    picked, against = said[Choice.AGREE], said[Choice.OBJECT]
    if not picked | against:
        return Picked(Choice.ABSTAIN)
    return Picked(Choice.PICKED, OptionBallot(picked, against))


def is_given_choice(canvass: Canvass, choice: str) -> bool:
    return choice in dict(choices_for(canvass))
