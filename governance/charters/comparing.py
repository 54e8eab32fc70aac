"""What changed between two texts, and between two drafts. Pure: no database, no clock.

Time is at most quadratic in the number of words, and bounded. Chinese is cut into words first (rjieba), so that a difference never tears one apart; small islands
of what stayed, between two changes, are taken into the change: a phrase reads better than crumbs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

MATCHES = 12
"""Pairs of equal words for each word, up to which ``difflib`` is asked: two texts of 1,000 characters
have 6. It is cubic where the same words come again and again."""
LARGEST_TABLE = 2_000_000
"""Words of one text times words of the other; beyond, all between what they share at both ends is
told as changed."""
ISLAND = 2
"""Characters: so short a piece between two changes says nothing by itself."""


class DiffPart(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    part: DiffPart
    text: str


@lru_cache(maxsize=2000)
def difference(old: str, new: str) -> tuple[DiffPiece, ...]:
    """The pieces in reading order: those that are not IN make ``old``, those not OUT ``new``."""
    a, b = _words(old), _words(new)
    runs = [("".join(a[i]), "".join(b[j]), same) for i, j, same in _runs(a, b)]
    pieces: list[DiffPiece] = []
    for out, into, same in _without_islands(runs):
        if same:
            pieces.append(DiffPiece(DiffPart.SAME, out))
            continue
        pieces += [DiffPiece(DiffPart.OUT, out)] if out else []
        pieces += [DiffPiece(DiffPart.IN, into)] if into else []
    return tuple(pieces)


class ChangeKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """An article as one draft words and places it; ``article`` says which it is."""

    article: int
    number: int
    heading: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What became of one article."""

    kind: ChangeKind
    old: ComparedArticle | None
    new: ComparedArticle | None
    moved: bool = False

    @property
    def article(self) -> int:
        found = self.new or self.old
        return found.article if found else 0

    @property
    def heading(self) -> tuple[DiffPiece, ...]:
        return difference(_of(self.old, "heading"), _of(self.new, "heading"))

    @property
    def text(self) -> tuple[DiffPiece, ...]:
        return difference(_of(self.old, "text"), _of(self.new, "text"))

    @property
    def reason(self) -> tuple[DiffPiece, ...]:
        return difference(_of(self.old, "reason"), _of(self.new, "reason"))


def changes(old: Iterable[ComparedArticle], new: Iterable[ComparedArticle]) -> list[ArticleChange]:
    """Article by article in the order of ``new``, then what was dropped, in its old order.

    ``moved`` are the fewest articles that one would have to carry to bring the others' old order
    about: what only made room for a new one did not move.
    """
    before = {one.article: one for one in sorted(old, key=lambda one: one.number)}
    after = {one.article: one for one in sorted(new, key=lambda one: one.number)}
    stayed = _longest_rising([pk for pk in after if pk in before], before)
    found = []
    for pk, clause in after.items():
        was = before.get(pk)
        kind = (
            ChangeKind.NEW
            if was is None
            else ChangeKind.SAME
            if _alike(was, clause)
            else ChangeKind.CHANGED
        )
        found.append(ArticleChange(kind, was, clause, moved=was is not None and pk not in stayed))
    dropped = [
        ArticleChange(ChangeKind.DROPPED, one, None)
        for pk, one in before.items()
        if pk not in after
    ]
    return found + dropped


def _words(text: str) -> list[str]:
    import rjieba  # noqa: PLC0415 -- 33 MB of dictionary, for those who compare

    return list(rjieba.cut(text))


Run = tuple[slice, slice, bool]
"""Words of the old text, of the new one, and whether they are the same."""


def _runs(a: list[str], b: list[str]) -> list[Run]:
    """In reading order, covering both texts."""
    many = Counter(b)
    if sum(many[word] for word in a) <= MATCHES * (len(a) + len(b)):
        found = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        return [(slice(i, i2), slice(j, j2), tag == "equal") for tag, i, i2, j, j2 in found]
    pairs = list(zip(a, b, strict=False))
    head = next((n for n, (one, other) in enumerate(pairs) if one != other), len(pairs))
    tails = list(zip(reversed(a[head:]), reversed(b[head:]), strict=False))
    tail = next((n for n, (one, other) in enumerate(tails) if one != other), len(tails))
    steps = [True] * head + _steps(a[head : len(a) - tail], b[head : len(b) - tail]) + [True] * tail
    return _joined(steps)


Step = bool | None
"""True: a word of both; False: one of the old text; None: one of the new."""


def _steps(a: list[str], b: list[str]) -> list[Step]:
    """By the longest common subsequence."""
    if len(a) * len(b) > LARGEST_TABLE:
        return [False] * len(a) + [None] * len(b)
    table = _lengths(a, b)
    steps: list[Step] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            steps.append(True)
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            steps.append(False)
            i += 1
        else:
            steps.append(None)
            j += 1
    return steps + [False] * (len(a) - i) + [None] * (len(b) - j)


def _lengths(a: list[str], b: list[str]) -> list[list[int]]:
    """How many words ``a`` from i and ``b`` from j on have in common at most, in the same order."""
    table = [[0] * (len(b) + 1)]
    for word in reversed(a):
        below, row, last = table[-1], [0] * (len(b) + 1), 0
        for j in range(len(b) - 1, -1, -1):
            last = below[j + 1] + 1 if b[j] == word else max(below[j], last)
            row[j] = last
        table.append(row)
    return table[::-1]


def _joined(steps: Iterable[Step]) -> list[Run]:
    runs: list[Run] = []
    i = j = 0
    for same, some in groupby(steps, key=bool):
        step = list(some)
        out, into = len(step) - step.count(None), len(step) - step.count(False)
        runs.append((slice(i, i + out), slice(j, j + into), same))
        i, j = i + out, j + into
    return runs


def _without_islands(runs: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Neighbouring changes, and the islands between them, as one change."""
    joined: list[tuple[str, str, bool]] = []
    for n, (out, into, same) in enumerate(runs):
        between = 0 < n < len(runs) - 1
        island = (
            same and between and len(out) <= ISLAND and _is_small(out, runs[n - 1], runs[n + 1])
        )
        changed = not same or island
        if joined and changed and not joined[-1][2]:
            joined[-1] = (joined[-1][0] + out, joined[-1][1] + into, False)
        else:
            joined.append((out, into, not changed))
    return joined


def _is_small(island: str, left: tuple[str, str, bool], right: tuple[str, str, bool]) -> bool:
    """No longer than what changed on either side; a mark of punctuation still parts two changes."""
    sides = (max(len(out), len(into)) for out, into, _same in (left, right))
    return island.isalnum() and len(island) <= min(sides)


def _longest_rising(order: Sequence[int], before: Mapping[int, ComparedArticle]) -> set[int]:
    """Of the articles in their new order the most that also stand in their old one."""
    tails: list[int] = []
    ends: list[int] = []
    came_from: dict[int, int | None] = {}
    for pk in order:
        place = bisect_left(tails, before[pk].number)
        came_from[pk] = ends[place - 1] if place else None
        tails[place : place + 1] = [before[pk].number]
        ends[place : place + 1] = [pk]
    stayed: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        stayed.add(step)
        step = came_from[step]
    return stayed


def _alike(one: ComparedArticle, other: ComparedArticle) -> bool:
    return (one.heading, one.text, one.reason) == (other.heading, other.text, other.reason)


def _of(clause: ComparedArticle | None, name: str) -> str:
    return str(getattr(clause, name)) if clause else ""
