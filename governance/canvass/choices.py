"""The answers that can be given to a canvass: on paper, in forms and in tables."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Choice, Purpose
from governance.canvass.queries.words import choice_words

TOLD = "told"
"""The answer on paper to a canvass that only tells: 知道了."""
GIVEN_CHOICES = (Choice.AGREE, Choice.OBJECT, Choice.ABSTAIN)


def choices_for(canvass: Canvass) -> list[tuple[str, str]]:
    """Return pairs of value and words, in the order in which they are printed and numbered."""
    if canvass.purpose == Purpose.TELL:
        return [(TOLD, _("知道了"))]
    words = choice_words(canvass)
    return [(choice.value, words[choice]) for choice in GIVEN_CHOICES]
