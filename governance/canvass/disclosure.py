"""Decide when totals may be shown to neighbours without revealing who objected.

Pure functions without database or clock. Neighbours see only whether a household took part. Totals
by choice can still identify a household if few took part, or if only one flat has the area that
objected. Both cases are checked against everything that a neighbour may know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from governance.canvass.tally import VoteSum

MIN_CANDIDATES = 3
"""The smallest number of households, apart from the reader's own, that could have answered so."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether the totals by choice may be shown, in heads and in area."""

    heads: bool = False
    areas: bool = False


DISCLOSE_ALL = Disclosure(heads=True, areas=True)
DISCLOSE_NOTHING = Disclosure()


def disclosure_for(areas: Sequence[Decimal], sides: Sequence[VoteSum]) -> Disclosure:
    """Return what may be shown about a finished count.

    ``areas`` are those of the voices that took part, in m². ``sides`` are the sums that must not
    identify anybody, objections and abstentions.
    """
    heads = len(areas) > MIN_CANDIDATES  # always applied, or hidden totals would mean objections
    return Disclosure(heads, heads and all(_is_disclosable(areas, side) for side in sides))


def may_tell_missing(missing: int) -> bool:
    """Return whether the number of households without an answer may be told outside of the portal.

    If only a few are missing, a chat group would guess who.
    """
    return missing > MIN_CANDIDATES


def _is_disclosable(areas: Sequence[Decimal], side: VoteSum) -> bool:
    return not side.heads or len(candidates(areas, side)) > MIN_CANDIDATES


def candidates(areas: Sequence[Decimal], side: VoteSum) -> set[int]:
    """Return voices that may belong to a group of ``side.heads`` voices with ``side.area`` in
    total.

    The search stops once there are enough. If there are more heads than ``MIN_CANDIDATES``, every
    voice is a candidate.
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
    """Yield each group of ``side.heads`` voices with a total of ``side.area``. The last member is
    found by lookup instead of a further loop."""
    alike = defaultdict(list)
    for voice, area in enumerate(areas):
        alike[area].append(voice)
    for first in combinations(range(len(areas)), side.heads - 1):
        rest = side.area - sum((areas[voice] for voice in first), Decimal(0))
        yield from ({*first, last} for last in alike.get(rest, ()) if last not in first)
