"""Record what a household answered to several questions on one paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from governance.canvass.actions.answering import record_paper_answer
from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Answer, Canvass
from governance.doors.actions.knocking import create_knock, lock_open_canvasses
from governance.doors.inputs import DoorAnswer
from governance.doors.models import Knock
from louzu.lib.errors import Refused
from residents.models import Flat, Household, User


@dataclass(frozen=True, slots=True)
class Recorded:
    """``ended``: the canvasses that ended meanwhile, whose answers are left out."""

    answers: list[Answer]
    ended: list[Canvass]


@transaction.atomic
def record_answers(
    flat: Flat,
    household: Household | None,
    answers: Sequence[DoorAnswer],
    *,
    paper: PaperAnswer,
    claimed: dt.datetime | None = None,
    by: User,
) -> Recorded:
    """Record all answers with the same signer, or none. The photos are stored once for all.

    ``claimed`` is the time that a phone says. It is kept with the knock; for the answers it counts as
    for ``record_paper_answer``. Raises Refused if nothing could be recorded.
    """
    lock_open_canvasses(flat.building)
    recorded = Recorded([], [])
    refusal = None
    for one in answers:
        try:
            answer = record_paper_answer(
                one.canvass,
                one.voice,
                choice=one.choice,
                reason=one.reason,
                paper=replace(paper, version=one.version, settles=one.settles),
                claimed=claimed,
                by=by,
            )
            recorded.answers.append(answer)
            paper = _with_stored_photos(paper, answer)
        except Refused as refused:
            if Canvass.objects.taking_answers().filter(pk=one.canvass.pk).exists():
                raise
            refusal = refused
            recorded.ended.append(one.canvass)
    if refusal and not recorded.answers:
        raise refusal
    said_at = paper.said_at or claimed
    create_knock(flat, household, outcome=Knock.Outcome.ANSWERED, said_at=said_at, by=by)
    return recorded


def _with_stored_photos(paper: PaperAnswer, answer: Answer) -> PaperAnswer:
    return replace(
        paper,
        evidence=None,
        mandate=None,
        stored_evidence=str(answer.evidence),
        stored_mandate=str(answer.mandate),
    )
