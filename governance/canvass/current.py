"""Determine which answer of a voice counts, from its history. Pure functions, no database, no
clock.

The latest confirmed answer counts. An answer on the web is confirmed at once. One entered by a
helper is confirmed by a second person. If a web answer and an entered answer disagree, they clash
and neither counts, unless the later one was given with knowledge of the earlier (``seen``) and so
replaces it.

Unchecked answers that different helpers entered clash in the same way, and neither can be confirmed
before the household is asked again. A helper's own later entry replaces the earlier one. An entered
answer that was checked counts as long as no later one is.

A web answer that ``needs_check``, because its account joined the household after the opening, has
no effect until a second person confirms it. Then it is treated like an entered answer.

An answer that its household denies has no effect, and nor has an unchecked one before it.

Answers to a text that has changed materially are stale, and serve only as a reminder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from governance.canvass.option_tally import OptionBallot

ABSTAINING = OptionBallot()


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One stored answer. Later answers have a larger ``id``."""

    id: int
    choice: str
    version: int
    on_web: bool
    confirmed: bool
    seen: int = 0
    """``id`` of the latest answer that this one knowingly replaces."""
    needs_check: bool = False
    """A web answer that needs a second person: see ``Answer.needs_check``."""
    ballot: OptionBallot = ABSTAINING
    """The options that it names, if options are asked about."""
    by: int = 0
    """Primary key of the person who gave or entered it."""
    denied: bool = False
    """The household says that it is not what it says."""

    def settles(self, other: AnswerRecord) -> bool:
        """Return whether this answer agrees with the other or knowingly replaces it."""
        return self.says_as(other) or self.seen >= other.id

    def says_as(self, other: AnswerRecord) -> bool:
        return (self.choice, self.ballot) == (other.choice, other.ballot)


@dataclass(frozen=True, slots=True)
class CurrentAnswer:
    """``answer`` counts unless there is a clash. ``waiting`` waits for a check or for the
    household. In a clash between two unchecked answers, ``answer`` is the earlier of them."""

    answer: AnswerRecord | None = None
    waiting: AnswerRecord | None = None
    clash: bool = False


@dataclass(frozen=True, slots=True)
class _Sides:
    """The latest answer of each kind: on the web, entered and checked, entered and unchecked (one
    of each helper, oldest first), and unchecked on the web (``pending``)."""

    web: AnswerRecord | None = None
    checked: AnswerRecord | None = None
    unchecked: tuple[AnswerRecord, ...] = ()
    pending: AnswerRecord | None = None

    def after(self, record: AnswerRecord) -> _Sides:
        if record.denied:
            return replace(self, pending=None)
        if record.needs_check and not record.confirmed:
            return replace(self, pending=record)
        pending = _unless_settled(self.pending, record)
        if record.on_web and not record.needs_check:
            return _Sides(
                record,
                _unless_settled(self.checked, record),
                tuple(one for one in self.unchecked if not record.settles(one)),
                pending,
            )
        if record.confirmed:
            return _Sides(_unless_settled(self.web, record), record, (), pending)
        others = (one for one in self.unchecked if one.by != record.by and record.seen < one.id)
        return replace(self, unchecked=(*others, record))

    @property
    def current(self) -> CurrentAnswer:
        latest = self.unchecked[-1] if self.unchecked else None
        if self.web:
            brought = [record for record in (*self.unchecked[::-1], self.checked) if record]
            if any(not record.says_as(self.web) for record in brought):
                return CurrentAnswer(self.web, brought[0], clash=True)
        elif latest and self.checked is None:
            different = [record for record in self.unchecked if not record.says_as(latest)]
            if different:
                return CurrentAnswer(different[-1], latest, clash=True)
        return CurrentAnswer(self.web or self.checked, latest or self.pending)


def current_answer_of(
    history: Sequence[AnswerRecord], *, material_version: int = 1
) -> CurrentAnswer:
    """Return which answer of ``history`` (oldest first) counts. If all answers are stale, return
    the current one before the text changed."""
    fresh = [record for record in history if record.version >= material_version]
    sides = _Sides()
    for record in history if all(record.denied for record in fresh) else fresh:
        sides = sides.after(record)
    return sides.current


def _unless_settled(earlier: AnswerRecord | None, later: AnswerRecord) -> AnswerRecord | None:
    return earlier if earlier and not later.settles(earlier) else None
