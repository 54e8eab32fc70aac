"""Which of a voice's answers counts: a pure fold over its history. No database, no clock.

The latest confirmed one counts. An answer on the web is confirmed by being given; one that was
brought in, by a second person. A web answer and a brought one that disagree are a clash, and count
as waiting, unless the later was given knowing of the earlier (``seen``): then it replaces it.
A web answer that ``needs_check`` (its account got into the household after the opening) changes
nothing until a second person has confirmed it; from then on it is like a brought one.
Answers to a text that has changed materially are stale: they count only as a reminder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


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
    needs_check: bool = False
    """Given on the web, and not yet enough: see ``Answer.needs_check``."""

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
    """What was last said on the web, brought in and checked, brought in and not yet checked, and on
    the web by somebody whose word needs a check and has none yet (``pending``)."""

    web: Said | None = None
    checked: Said | None = None
    unchecked: Said | None = None
    pending: Said | None = None

    def after(self, said: Said) -> _Sides:
        if said.needs_check and not said.confirmed:
            return replace(self, pending=said)
        pending = _left(self.pending, said)
        if said.on_web and not said.needs_check:
            return _Sides(said, _left(self.checked, said), _left(self.unchecked, said), pending)
        if said.confirmed:
            return _Sides(_left(self.web, said), said, None, pending)
        return replace(self, unchecked=said)

    @property
    def standing(self) -> Standing:
        if self.web is None:
            return Standing(self.checked, self.unchecked or self.pending)
        brought = [said for said in (self.unchecked, self.checked) if said]
        if any(said.choice != self.web.choice for said in brought):
            return Standing(self.web, brought[0], clash=True)
        return Standing(self.web, self.unchecked or self.pending)


def standing_of(history: Sequence[Said], *, material_version: int = 1) -> Standing:
    """The history oldest first. Where all of it is stale, what stood before the text changed."""
    fresh = [said for said in history if said.version >= material_version]
    sides = _Sides()
    for said in fresh or history:
        sides = sides.after(said)
    return sides.standing


def _left(earlier: Said | None, later: Said) -> Said | None:
    return earlier if earlier and not later.settles(earlier) else None
