"""The roster on A4, leaf by leaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from governance.canvass.models import Canvass, Voice


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page ``number`` of ``of``."""

    number: int
    of: int
    voices: Sequence[Voice]


SHORT_TEXT = 240
"""Characters that fit on a slip beside its boxes, three slips to a leaf of A4."""


def fits_on_a_slip(canvass: Canvass) -> bool:
    """Is the text short enough to stand on each of three slips of a leaf?"""
    return len(canvass.body) <= SHORT_TEXT and canvass.body.count("\n") <= 4  # noqa: PLR2004


def parties_of(canvass: Canvass) -> list[Voice]:
    return list(Voice.objects.filter(canvass=canvass).order_by("number"))


def leaves_of(voices: Sequence[Voice], size: int) -> list[Leaf]:
    parts = [voices[at : at + size] for at in range(0, len(voices), size)] or [[]]
    return [Leaf(number, len(parts), part) for number, part in enumerate(parts, start=1)]
