"""Which of a voice's answers counts: a pure fold over its history. No database, no clock.

The latest confirmed one counts. An answer on the web is confirmed by being given; one that was
brought in, by a second person. A web answer and a brought one that disagree are a clash, and count
as waiting, unless the later was given knowing of the earlier (``seen``): then it replaces it.
Answers to a text that has changed materially are stale: they count only as a reminder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it is on record; ``id`` rises with time."""

    id: int
    choice: str
    version: int
    on_web: bool
    confirmed: bool
    seen: int = 0
    """The newest answer whose replacement was meant."""

    def settles(self, other: Said) -> bool:
        """Says the same, or was said knowing of the other: nothing is left to clash."""
        return self.choice == other.choice or self.seen >= other.id


@dataclass(frozen=True, slots=True)
class Standing:
    """``answer`` counts unless there is a clash; ``waiting`` waits for a check or a word."""

    answer: Said | None = None
    waiting: Said | None = None
    clash: bool = False


@dataclass(frozen=True, slots=True)
class _Sides:
    """What was last said on the web, brought in and checked, brought in and not yet checked."""

    web: Said | None = None
    checked: Said | None = None
    unchecked: Said | None = None

    def after(self, said: Said) -> _Sides:
        if said.on_web:
            return _Sides(said, _left(self.checked, said), _left(self.unchecked, said))
        if said.confirmed:
            return _Sides(_left(self.web, said), said, None)
        return _Sides(self.web, self.checked, said)

    @property
    def standing(self) -> Standing:
        brought = self.unchecked or self.checked
        if self.web is None:
            return Standing(self.checked, self.unchecked)
        return Standing(self.web, brought, bool(brought and brought.choice != self.web.choice))


def standing_of(history: Sequence[Said], *, material_version: int = 1) -> Standing:
    """The history oldest first. Where all of it is stale, what stood before the text changed."""
    fresh = [said for said in history if said.version >= material_version]
    sides = _Sides()
    for said in fresh or history:
        sides = sides.after(said)
    return sides.standing


def _left(earlier: Said | None, later: Said) -> Said | None:
    return earlier if earlier and not later.settles(earlier) else None
