"""The answers that can be given to a canvass: on paper, in forms and in tables."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Choice, Purpose
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.words import choice_words

TOLD = "told"
"""The answer on paper to a canvass that only tells: 知道了."""
GIVEN_CHOICES = (Choice.AGREE, Choice.OBJECT, Choice.ABSTAIN)


def choices_for(canvass: Canvass) -> list[tuple[str, str]]:
    """Return pairs of value and words, in the order in which they are printed and numbered."""
    if canvass.purpose == Purpose.TELL:
        return [(TOLD, _("知道了"))]
    words = choice_words(canvass)
    if canvass.has_options:
        return _options(canvass, words)
    return [(choice.value, words[choice]) for choice in GIVEN_CHOICES]


def _options(canvass: Canvass, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return the options and abstention, or for items the three answers to each."""
    options = canvass.present_options
    if canvass.kind != AnswerKind.each:
        named = [(str(one.number), f"{one.number}. {one}") for one in options]
        return [*named, (Choice.ABSTAIN.value, words[Choice.ABSTAIN])]
    return [
        (f"{choice.value}{one.number}", f"{one.number}. {one}：{words[choice]}")
        for one in options
        for choice in GIVEN_CHOICES
    ]


def is_given_choice(canvass: Canvass, choice: str) -> bool:
    return choice in dict(choices_for(canvass))
