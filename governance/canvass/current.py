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
class AnswerRecord:
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

    def settles(self, other: AnswerRecord) -> bool:
        """Says the same, or was said knowing of the other: nothing is left to clash."""
        return self.choice == other.choice or self.seen >= other.id


@dataclass(frozen=True, slots=True)
class CurrentAnswer:
    """``answer`` counts unless there is a clash; ``waiting`` waits for a check or a word."""

    answer: AnswerRecord | None = None
    waiting: AnswerRecord | None = None
    clash: bool = False


@dataclass(frozen=True, slots=True)
class _Sides:
    """What was last said on the web, brought in and checked, brought in and not yet checked, and on
    the web by somebody whose word needs a check and has none yet (``pending``)."""

    web: AnswerRecord | None = None
    checked: AnswerRecord | None = None
    unchecked: AnswerRecord | None = None
    pending: AnswerRecord | None = None

    def after(self, record: AnswerRecord) -> _Sides:
        if record.needs_check and not record.confirmed:
            return replace(self, pending=record)
        pending = _unless_settled(self.pending, record)
        if record.on_web and not record.needs_check:
            return _Sides(
                record,
                _unless_settled(self.checked, record),
                _unless_settled(self.unchecked, record),
                pending,
            )
        if record.confirmed:
            return _Sides(_unless_settled(self.web, record), record, None, pending)
        return replace(self, unchecked=record)

    @property
    def standing(self) -> CurrentAnswer:
        if self.web is None:
            return CurrentAnswer(self.checked, self.unchecked or self.pending)
        brought = [record for record in (self.unchecked, self.checked) if record]
        if any(record.choice != self.web.choice for record in brought):
            return CurrentAnswer(self.web, brought[0], clash=True)
        return CurrentAnswer(self.web, self.unchecked or self.pending)


def current_answer_of(
    history: Sequence[AnswerRecord], *, material_version: int = 1
) -> CurrentAnswer:
    """The history oldest first. Where all of it is stale, what stood before the text changed."""
    fresh = [record for record in history if record.version >= material_version]
    sides = _Sides()
    for record in fresh or history:
        sides = sides.after(record)
    return sides.standing


def _unless_settled(earlier: AnswerRecord | None, later: AnswerRecord) -> AnswerRecord | None:
    return earlier if earlier and not later.settles(earlier) else None
