"""Pages of the printed roster, slips and ballots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from governance.canvass.models import Canvass, Voice


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page ``number`` of ``of``."""

    number: int
    of: int
    voices: Sequence[Voice]


CHARACTERS_PER_LINE = 36
"""Characters per line on a slip."""
LINES_ON_A_SLIP = {3: 3, 2: 10}
"""Slips per A4 page → largest number of text lines that fit."""


def slips_per_page(canvass: Canvass) -> int:
    lines = sum(
        max(1, math.ceil(len(line) / CHARACTERS_PER_LINE)) for line in canvass.body.splitlines()
    )
    lines += bool(canvass.attachments.all())  # one line mentions the attachments
    return next((slips for slips, most in LINES_ON_A_SLIP.items() if lines <= most), 1)


def voices_by_number(canvass: Canvass) -> list[Voice]:
    return list(Voice.objects.filter(canvass=canvass).order_by("number"))


def pages_of(voices: Sequence[Voice], size: int) -> list[Leaf]:
    parts = [voices[at : at + size] for at in range(0, len(voices), size)] or [[]]
    return [Leaf(number, len(parts), part) for number, part in enumerate(parts, start=1)]
