"""Count the answers of a canvass."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from governance.canvass import tally as core
from governance.canvass.current import AnswerRecord, current_answer_of
from governance.canvass.lifecycle import UNDER_WAY, CanvassState, ObjectionState
from governance.canvass.models import (
    Answer,
    Canvass,
    Choice,
    Confirmation,
    Count,
    Objection,
    Visit,
    Voice,
)
from governance.canvass.option_tally import OptionBallot, OptionTally
from governance.canvass.presets import rule_from_json
from governance.canvass.queries.box import Roll
from governance.canvass.queries.option_counting import (
    PAPERS,
    ballot_as_text,
    count_ballots,
    count_secret_options,
    is_unanimous,
    options_as_json,
    stored_option_tally,
    sum_as_json,
)
from governance.canvass.queries.standing import has_voted
from governance.canvass.queries.voices import VoiceStatus, answer_records_of, voices_of

MIN_CROWD = 5
"""The smallest turnout for which totals of a secret vote are shown."""
AnyTally = core.Tally | OptionTally
CountedAnswer = core.CountedChoice | OptionBallot
COUNTED = frozenset({CanvassState.COUNTED, CanvassState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class BallotCount:
    """Totals of a secret vote from the sealed box, the paper box and the roll."""

    web: Counter[str]
    """Number of ballots by choice, or by the code of the options that they pick."""
    paper: Counter[str]
    """Number of papers by choice. ``spoiled`` are those with no choice or several. If options are
    asked about, the names are those of ``marks_on_paper`` and ``PAPERS``."""
    unread: int
    copies: int
    roll: Roll


@dataclass(frozen=True, slots=True)
class Recount:
    """The result of a new count from raw answers, with the published result and whether the
    ``Current`` rows agree."""

    result: dict[str, object]
    published: dict[str, object] | None
    pointers_agree: bool

    @property
    def agrees(self) -> bool:
        return self.pointers_agree and self.published in (None, self.result)


def tally_of(canvass: Canvass, voices: Sequence[VoiceStatus]) -> AnyTally:
    """Return the tally of confirmed answers. For a secret vote that is not counted yet, it contains
    turnout only."""
    if canvass.secret and canvass.state in COUNTED:
        result = canvass.count_of.result
        if not result.get("too_few"):
            return secret_tally(canvass, result)
    answers = _counted(canvass, voices)
    told_voices = [status.voice.pk for status in voices if status.told]
    return _count(canvass, [status.voice for status in voices], answers, told_voices)


def result_of(canvass: Canvass) -> dict[str, object]:
    """Return the complete result for storage, computed from raw answers instead of ``Current``.

    Not for secret votes, whose ballots are counted once by ``secret_result``.
    """
    voices = list(Voice.objects.filter(canvass=canvass).order_by("number"))
    answers = _from_the_record(canvass)
    counted = _count(canvass, voices, answers, _told_voices(canvass))
    checks = Confirmation.objects.confirming().filter(answer=OuterRef("pk"))
    late = Answer.objects.filter(Exists(checks), voice__canvass=canvass, late=True)
    entered_late = {"late": n} if (n := late.count()) else {}
    record = [(v.number, _as_text(answers.get(v.pk))) for v in voices]
    objections = _objections(canvass)
    return {
        **as_json(counted), "objections": objections, "record": _digest(record), **entered_late
    }  # fmt: skip


def secret_result(canvass: Canvass, found: BallotCount) -> dict[str, object]:
    """Return the totals of a secret vote and their differences from the roll. Totals are left out
    if fewer than ``MIN_CROWD`` voted."""
    web = found.web.total()
    paper = found.paper[PAPERS] if canvass.has_options else found.paper.total()
    spoiled = found.paper["spoiled"]
    box = {
        "web": web, "paper": paper, "spoiled": spoiled,
        "unread": found.unread, "copies": found.copies,
        "roll_web": found.roll.web, "roll_paper": found.roll.paper,
        "papers": asdict(found.roll.papers),
    }  # fmt: skip
    roster, told = Voice.objects.filter(canvass=canvass).count(), _told_or_voted(canvass)
    if web + min(paper, found.roll.paper) < MIN_CROWD:  # no paper beyond the roll
        return {"too_few": True, "passed": False, "answered": web + paper, "roster": roster,
                "box": box}  # fmt: skip
    counted: AnyTally
    if canvass.has_options:
        counted = count_secret_options(canvass, found.web, found.paper, roster=roster, told=told)
        alike = is_unanimous(counted)
    else:
        choices = found.web + found.paper
        counted = core.tally_heads(
            rule_from_json(canvass.rule),
            roster=roster, told=told, spoiled=spoiled, choices=dict(choices),
        )  # fmt: skip
        alike = sum(bool(count) for count in choices.values()) == 1
    return {**as_json(counted), "objections": _objections(canvass), "record": "", "box": box,
            "unanimous": alike}  # fmt: skip


def secret_tally(canvass: Canvass, result: Mapping[str, Any]) -> AnyTally:
    """Recompute the tally of a counted secret vote from the stored totals."""
    if canvass.has_options:
        return stored_option_tally(canvass, result)
    choices = {choice.value: result[choice.value]["heads"] for choice in core.CountedChoice}
    return core.tally_heads(
        rule_from_json(canvass.rule), roster=result["roster"]["heads"],
        told=result["told"]["heads"], spoiled=result["answered"]["heads"] - sum(choices.values()),
        choices=choices,
    )  # fmt: skip


def recount(canvass: Canvass) -> Recount:
    """Count again from raw answers. For secret votes only the arithmetic is repeated, because the
    ballots are deleted."""
    published = Count.objects.filter(canvass=canvass).first()
    if canvass.secret:
        return _recount_totals(canvass, published.result if published else {})
    return Recount(
        result=result_of(canvass),
        published=published.result if published else None,
        pointers_agree=_pointers_agree(canvass),
    )


def _recount_totals(canvass: Canvass, result: dict[str, object]) -> Recount:
    told_apart = result and not result.get("too_few")
    again = {**result, **as_json(secret_tally(canvass, result))} if told_apart else result
    return Recount(result=again, published=result, pointers_agree=True)


def as_json(counted: AnyTally) -> dict[str, object]:
    names = ["roster", "told", "answered", "agree", "object", "abstain"]
    more: dict[str, object] = {}
    if isinstance(counted, OptionTally):
        names, more = ["roster", "told", "answered", "abstain"], options_as_json(counted)
    sums = {name: sum_as_json(getattr(counted, name)) for name in names}
    tests = [_test_json(v) for v in counted.tests]
    return {"passed": counted.passed, "tests": tests, **sums, **more}


def _test_json(verdict: core.Verdict) -> dict[str, object]:
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
    answers: Mapping[int, Any],
    told: Sequence[int] | set[int],
) -> AnyTally:
    if canvass.has_options:
        return count_ballots(canvass, voices, answers, told)
    rule = rule_from_json(canvass.rule)
    roster = [core.CountedVoice(voice.pk, voice.area) for voice in voices]
    return core.tally(rule=rule, voices=roster, answers=answers, told=told)


def _counted(canvass: Canvass, voices: Sequence[VoiceStatus]) -> dict[int, CountedAnswer]:
    if canvass.secret:
        blank = OptionBallot() if canvass.has_options else core.CountedChoice.abstain
        return {status.voice.pk: blank for status in voices if status.voted}
    return {
        status.voice.pk: _meaning(canvass, answer) for status in voices if (answer := status.counts)
    }


def _meaning(canvass: Canvass, answer: Answer | AnswerRecord) -> CountedAnswer:
    return answer.ballot if canvass.has_options else core.CountedChoice(answer.choice)


def _as_text(answer: CountedAnswer | None) -> str:
    return ballot_as_text(answer) if isinstance(answer, OptionBallot) else str(answer or "")


def _told_voices(canvass: Canvass) -> set[int]:
    reached = Visit.objects.reached().filter(voice__canvass=canvass)
    return set(reached.values_list("voice_id", flat=True))


def _told_or_voted(canvass: Canvass) -> int:
    voted = Voice.objects.filter(has_voted(), canvass=canvass).values_list("pk", flat=True)
    return len(_told_voices(canvass) | set(voted))


def _from_the_record(canvass: Canvass) -> dict[int, CountedAnswer]:
    answers: dict[int, CountedAnswer] = {}
    for voice, history in answer_records_of(Voice.objects.filter(canvass=canvass)).items():
        standing = current_answer_of(history, material_version=canvass.material_version)
        record = standing.answer
        stands = record and not standing.clash and record.version >= canvass.material_version
        if record and stands and record.choice != Choice.TAKEN_BACK:
            answers[voice] = _meaning(canvass, record)
    return answers


def _pointers_agree(canvass: Canvass) -> bool:
    shown = _counted(canvass, voices_of(canvass))
    return shown == _from_the_record(canvass)


def _objections(canvass: Canvass) -> dict[str, int]:
    states = list(Objection.objects.filter(voice__canvass=canvass).values_list("state", flat=True))
    return {
        "raised": len(states),
        "withdrawn": states.count(ObjectionState.WITHDRAWN),
        "met": states.count(ObjectionState.MET),
        "stand": sum(state == ObjectionState.STANDS or state in UNDER_WAY for state in states),
    }


def _digest(record: list[tuple[int, str]]) -> str:
    """Return the SHA-256 of all counted answers, one per line. Counts of the same answers have the
    same digest."""
    lines = "\n".join(f"{number} {choice}" for number, choice in record)
    return hashlib.sha256(lines.encode()).hexdigest() if record else ""
