"""Differences between two texts and between two drafts. Pure functions, no database, no clock.

The time is at most quadratic in the number of words, and bounded. Chinese text is split into words
(rjieba) so that no difference cuts a word. Short unchanged pieces between two changes are merged
into the change, because a phrase is easier to read than fragments.
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
"""The average number of equal pairs per word up to which ``difflib`` is used. It is cubic for texts
that repeat the same words. Two texts of 1,000 characters have about 6."""
MAX_TABLE_CELLS = 2_000_000
"""The largest product of the two word counts. Beyond it, everything between the common start and
end is shown as changed."""
ISLAND = 2
"""The longest unchanged piece, in characters, that is merged into its neighbours."""


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
    """Return the pieces in reading order. All but IN make up ``old``, and all but OUT ``new``."""
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
    article: int
    number: int
    heading: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """The difference of one article between two drafts."""

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
    """Return the differences in the order of ``new``, followed by dropped articles in their old
    order.

    ``moved`` is a minimal set of moves (the complement of the longest increasing subsequence).
    Articles that only shifted for a new one did not move.
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
    import rjieba  # noqa: PLC0415 -- 33 MB of dictionary, loaded on first use

    return list(rjieba.cut(text))


Run = tuple[slice, slice, bool]
"""A slice of the old text's words, one of the new text's, and whether they are equal."""


def _runs(a: list[str], b: list[str]) -> list[Run]:
    """Return runs in reading order that cover both texts."""
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
"""True: a common word. False: a word of the old text. None: a word of the new one."""


def _steps(a: list[str], b: list[str]) -> list[Step]:
    if len(a) * len(b) > MAX_TABLE_CELLS:
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
    """Return a table with the length of the longest common subsequence of ``a[i:]`` and ``b[j:]``."""
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
    """Return whether the island is no longer than the changes beside it. Punctuation is never an
    island."""
    sides = (max(len(out), len(into)) for out, into, _same in (left, right))
    return island.isalnum() and len(island) <= min(sides)


def _longest_rising(order: Sequence[int], before: Mapping[int, ComparedArticle]) -> set[int]:
    """Return the articles of the longest subsequence that keeps its old order."""
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
