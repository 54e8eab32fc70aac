"""Keep what a second person reads differently on a paper, until whoever entered it looks again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions import answering
from governance.canvass.actions._paper import refuse_without_reason
from governance.canvass.actions._picks import refuse_bad_picks
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.choices import is_given_choice, marks_of, picked_by
from governance.canvass.inputs import PaperAnswer, ReadingInput
from governance.canvass.models import Answer, Canvass, HomeEntry, LineReading
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.checks import unchecked_answers
from governance.canvass.queries.options import load_options
from governance.canvass.queries.words import too_late_sentence
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_building


@dataclass(frozen=True, slots=True)
class _Corrected:
    """An answer as the second person reads it, with what was entered where that does not differ."""

    choice: str
    ballot: OptionBallot | None
    reason: str
    signer: str


@transaction.atomic
def read_differently(canvass: Canvass, reading: ReadingInput, *, by: User) -> None:
    """Keep what a second person reads on the paper of one answer.

    Raises Refused as ``keep_reading``, if nothing differs, and if the answer waits for no check.
    """
    canvass, _now = lock_canvass(canvass)
    load_options(canvass)
    found = unchecked_answers().filter(voice__canvass=canvass, pk=reading.answer)
    answer = found.exclude(readings__outcome=LineReading.Outcome.OPEN).first()
    if answer is None or answer.on_web:
        raise Refused(_("这份答复已经有人看过了。"))
    if not keep_reading(canvass, answer, reading, by=by):
        raise Refused(_("您写的和登记的一样。一样的，请按“对过了，是这样”。"))
    enter(canvass, "canvass.read_differently", by=by, audience=Audience.HELPERS)


def keep_reading(canvass: Canvass, answer: Answer, reading: ReadingInput, *, by: User) -> bool:
    """Keep what differs from an answer of a locked canvass. Return whether anything does.

    Raises Refused for anybody but a second person, and for what could not be entered as an answer, because
    whoever entered the answer could not correct it then.
    """
    if not _differs(canvass, answer, reading):
        return False
    answering.refuse_unless_second_person(canvass, answer, by)
    try:
        _corrected(canvass, answer, reading)
    except Refused as refusal:
        raise Refused(f"{answer.voice.label}：{refusal}") from refusal
    LineReading.objects.create(
        answer=answer,
        choice=reading.choice,
        marks=list(reading.marks) or None,
        reason=reading.reason,
        signer=reading.signer,
        by=by,
    )
    return True


@transaction.atomic
def settle_reading(reading: LineReading, *, correct: bool, reason: str = "", by: User) -> None:
    """Correct an answer as the second person read it, or keep what was entered. It waits for a
    check in both cases.

    ``reason`` is used where the second person wrote none. Raises Refused for anybody but the person who
    entered the answer.
    """
    canvass, now = lock_canvass(reading.answer.voice.canvass)
    reading = LineReading.objects.select_related("answer__voice").get(pk=reading.pk)
    answer = reading.answer
    if answer.by_id != by.pk:
        raise Refused(_("请登记的人自己再看一看。"))
    if reading.outcome != LineReading.Outcome.OPEN:
        raise Refused(_("这一处已经看过了。"))
    kept, corrected = LineReading.Outcome.KEPT, LineReading.Outcome.CORRECTED
    reading.outcome = corrected if correct else kept
    reading.save(update_fields=["outcome"])
    if not correct:
        bump_building(canvass.building)
        return
    if not canvass.takes_paper:
        raise Refused(too_late_sentence(canvass))
    load_options(canvass)
    said = _corrected(canvass, answer, reading, reason=reason)
    again = answering.add_paper_answer(
        canvass,
        answer.voice,
        choice=said.choice,
        reason=said.reason,
        paper=_paper_of(answer, said),
        now=now,
        by=by,
    )
    _correct_line(canvass, answer, again)
    verb = "canvass.brought_sheet" if answer.on_sheet else "canvass.answered"
    enter(canvass, verb, by=by, audience=answering.audience_of_answers(canvass))


def _corrected(
    canvass: Canvass, answer: Answer, read: ReadingInput | LineReading, *, reason: str = ""
) -> _Corrected:
    """Raises Refused if this makes no answer."""
    choice, ballot = read.choice or answer.choice, None
    if canvass.has_options:
        picked = picked_by(canvass, read.marks or marks_of(canvass, answer), answer.version)
        choice, ballot = picked.choice, picked.ballot
    elif not is_given_choice(canvass, choice):
        raise Refused(_("请看看这家勾的是哪一个。"))
    said = _Corrected(
        choice, ballot, read.reason or reason or answer.reason, read.signer or answer.signer
    )
    refuse_without_reason(said.choice, said.reason)
    refuse_bad_picks(canvass, said.choice, said.ballot, version=answer.version)
    return said


def _paper_of(answer: Answer, said: _Corrected) -> PaperAnswer:
    """Return the paper of an answer that was entered, as it is read now."""
    newest = Answer.objects.filter(voice=answer.voice_id).latest("pk")
    file = str(answer.evidence)
    return PaperAnswer(
        channel=answer.channel,
        signer=said.signer,
        relation=answer.relation,
        said_at=answer.said_at,
        version=answer.version,
        ballot=said.ballot,
        settles=bool(answer.seen) and newest == answer,
        sheet=file if answer.on_sheet else "",
        stored_evidence="" if answer.on_sheet else file,
        stored_mandate=str(answer.mandate),
    )


def _correct_line(canvass: Canvass, answer: Answer, again: Answer) -> None:
    """Let the line of a paper with many homes say what was corrected."""
    line = HomeEntry.objects.filter(answer=answer).first()
    if line is None:
        return
    if line.marks is None:
        line.choice = again.choice
    else:
        line.marks = list(marks_of(canvass, again))
    line.reason, line.signer, line.answer = again.reason, again.signer, again
    line.save()


def _differs(canvass: Canvass, answer: Answer, reading: ReadingInput) -> bool:
    pairs = (
        (reading.choice, answer.choice),
        (set(reading.marks), set(marks_of(canvass, answer))),
        (reading.reason, answer.reason),
        (reading.signer, answer.signer),
    )
    return any(read and read != entered for read, entered in pairs)
