"""When numbers may be told to neighbours without naming a household that objected.

Pure: no database, no clock. Neighbours see per household only whether it took part. A split by
choice would still name somebody where few took part, or where only one flat has the objecting
area, so both are checked against everything that a neighbour may know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from governance.canvass.tally import VoteSum

MIN_CANDIDATES = 3
"""At least so many households must come into question, the reader's own not counted."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether the split by choice may be shown, by heads and by area."""

    heads: bool = False
    areas: bool = False


DISCLOSE_ALL = Disclosure(heads=True, areas=True)
DISCLOSE_NOTHING = Disclosure()


def disclosure_for(areas: Sequence[Decimal], sides: Sequence[VoteSum]) -> Disclosure:
    """What may be told of a count that is over.

    ``areas``: of each voice that took part, in m². ``sides``: the sums that must not name anybody,
    the objections and the abstentions.
    """
    heads = len(areas) > MIN_CANDIDATES  # also where nobody objected: silence would say it
    return Disclosure(heads, heads and all(_hides(areas, side) for side in sides))


def _hides(areas: Sequence[Decimal], side: VoteSum) -> bool:
    return not side.heads or len(candidates(areas, side)) > MIN_CANDIDATES


def candidates(areas: Sequence[Decimal], side: VoteSum) -> set[int]:
    """Voices that may be among the ``side.heads`` voices whose areas add up to ``side.area``.

    Stops when there are enough. With more heads than ``MIN_CANDIDATES``, those who said it hide
    each other, so all come into question.
    """
    if side.heads > MIN_CANDIDATES:
        return set(range(len(areas)))
    found: set[int] = set()
    for group in _groups(areas, side):
        found |= group
        if len(found) > MIN_CANDIDATES:
            break
    return found


def _groups(areas: Sequence[Decimal], side: VoteSum) -> Iterator[set[int]]:
    """Each group of ``side.heads`` voices with ``side.area`` in all; the last one is looked up."""
    alike = defaultdict(list)
    for voice, area in enumerate(areas):
        alike[area].append(voice)
    for first in combinations(range(len(areas)), side.heads - 1):
        rest = side.area - sum((areas[voice] for voice in first), Decimal(0))
        yield from ({*first, last} for last in alike.get(rest, ()) if last not in first)
