"""What the answers add up to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.canvass import tally as core
from governance.canvass.current import standing_of
from governance.canvass.lifecycle import UNDER_WAY, Stand, State
from governance.canvass.models import (
    Answer,
    Ballot,
    Canvass,
    Choice,
    Count,
    Objection,
    RollEntry,
    Visit,
    Voice,
)
from governance.canvass.presets import rule_from_json
from governance.canvass.queries.voices import Seen, said_by, voices_of

SMALLEST_CROWD = 5
"""A secret result is told only when so many took part."""
CLOSED = frozenset({State.CLOSED, State.COUNTED, State.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Recount:
    """What the raw record says, beside what was published and what the pages showed."""

    result: dict[str, Any]
    published: dict[str, Any] | None
    pointers_agree: bool

    @property
    def agrees(self) -> bool:
        return self.pointers_agree and self.published in (None, self.result)


def tally_of(canvass: Canvass, voices: Sequence[Seen]) -> core.Tally:
    """What is confirmed now. Of a secret vote that still runs, only who took part is known."""
    answers = _counted(canvass, voices)
    told = [seen.voice.pk for seen in voices if seen.told]
    return _count(canvass, [seen.voice for seen in voices], answers, told)


def with_waiting(canvass: Canvass, voices: Sequence[Seen]) -> core.Tally:
    """As it would be if every answer that waits for a check were found right."""
    answers = _counted(canvass, voices)
    for seen in voices:
        if seen.unchecked and seen.waiting and seen.waiting.choice != Choice.TAKEN_BACK:
            answers[seen.voice.pk] = core.Choice(seen.waiting.choice)
    told = [seen.voice.pk for seen in voices if seen.told]
    return _count(canvass, [seen.voice for seen in voices], answers, told)


def result_of(canvass: Canvass) -> dict[str, Any]:
    """The whole count as it is put on record, from the raw answers and not from any pointer."""
    voices = list(Voice.objects.filter(canvass=canvass).order_by("number"))
    answers = _from_the_box(canvass) if canvass.secret else _from_the_record(canvass)
    reached = Visit.objects.filter(voice__canvass=canvass, outcome__in=Visit.REACHED)
    told = set(reached.values_list("voice_id", flat=True))
    counted = _count(canvass, voices, answers, told)
    if canvass.secret and counted.answered.heads < SMALLEST_CROWD:
        return {"too_few": True, "passed": False, "answered": counted.answered.heads,
                "roster": counted.roster.heads}  # fmt: skip
    late = Answer.objects.filter(voice__canvass=canvass, late=True, confirmations__isnull=False)
    entered_late = {"late": n} if (n := late.distinct().count()) else {}
    record = [] if canvass.secret else [(v.number, str(answers.get(v.pk, ""))) for v in voices]
    objections = _objections(canvass)
    return {
        **as_json(counted), "objections": objections, "record": _digest(record), **entered_late
    }  # fmt: skip


def recount(canvass: Canvass) -> Recount:
    published = Count.objects.filter(canvass=canvass).first()
    return Recount(
        result=result_of(canvass),
        published=published.result if published else None,
        pointers_agree=canvass.secret or _pointers_agree(canvass),
    )


def as_json(counted: core.Tally) -> dict[str, Any]:
    sums = {
        name: {"heads": total.heads, "area": str(total.area)}
        for name in ("roster", "told", "answered", "agree", "object", "abstain")
        for total in [getattr(counted, name)]
    }
    return {"passed": counted.passed, "tests": [_test(v) for v in counted.tests], **sums}


def _test(verdict: core.Verdict) -> dict[str, Any]:
    test = verdict.test
    return {
        "stage": test.stage.value,
        "measure": test.measure.value,
        "of": test.base.value,
        "threshold": str(test.threshold),
        "strict": test.strict,
        "have": str(verdict.have),
        "base": str(verdict.base),
        "needed": str(verdict.needed),
        "holds": verdict.holds,
    }


def _count(
    canvass: Canvass,
    voices: Sequence[Voice],
    answers: Mapping[int, core.Choice],
    told: Sequence[int] | set[int],
) -> core.Tally:
    rule = rule_from_json(canvass.rule)
    roster = [core.Voice(voice.pk, voice.area) for voice in voices]
    return core.tally(rule=rule, voices=roster, answers=answers, told=told)


def _counted(canvass: Canvass, voices: Sequence[Seen]) -> dict[int, core.Choice]:
    if canvass.secret:
        if canvass.state in CLOSED:
            return _from_the_box(canvass)
        return {seen.voice.pk: core.Choice.abstain for seen in voices if seen.voted}
    return {seen.voice.pk: core.Choice(answer.choice) for seen in voices if (answer := seen.counts)}


def _from_the_box(canvass: Canvass) -> dict[int, core.Choice]:
    """As many as took part, laid beside the roll in the order of the alphabet: each voice is one
    head, so any pairing adds up alike, and this one says nothing about anybody.
    """
    roll = RollEntry.objects.filter(voice__canvass=canvass).order_by("voice_id")
    voted = roll.values_list("voice_id", flat=True)
    choices = Ballot.objects.filter(canvass=canvass).order_by("choice")
    said = choices.values_list("choice", flat=True)
    return {voice: core.Choice(choice) for voice, choice in zip(voted, said, strict=True)}


def _from_the_record(canvass: Canvass) -> dict[int, core.Choice]:
    answers: dict[int, core.Choice] = {}
    for voice, history in said_by(Voice.objects.filter(canvass=canvass)).items():
        standing = standing_of(history, material_version=canvass.material_version)
        said = standing.answer
        stands = said and not standing.clash and said.version >= canvass.material_version
        if said and stands and said.choice != Choice.TAKEN_BACK:
            answers[voice] = core.Choice(said.choice)
    return answers


def _pointers_agree(canvass: Canvass) -> bool:
    shown = _counted(canvass, voices_of(canvass))
    return shown == _from_the_record(canvass)


def _objections(canvass: Canvass) -> dict[str, int]:
    states = list(Objection.objects.filter(voice__canvass=canvass).values_list("state", flat=True))
    return {
        "raised": len(states),
        "withdrawn": states.count(Stand.WITHDRAWN),
        "met": states.count(Stand.MET),
        "stand": sum(state == Stand.STANDS or state in UNDER_WAY for state in states),
    }


def _digest(record: list[tuple[int, str]]) -> str:
    """SHA-256 over line by line what counted: two counts of the same answers have the same."""
    lines = "\n".join(f"{number} {choice}" for number, choice in record)
    return hashlib.sha256(lines.encode()).hexdigest() if record else ""
