"""Take a check back, and record that a household denies an answer on the web."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._current import recompute_current
from governance.canvass.actions._shared import lock_canvass, lock_for_web_answer
from governance.canvass.actions.answering import refuse_unless_second_person
from governance.canvass.lifecycle import DELEGATION, CanvassState
from governance.canvass.models import Answer, Canvass, Confirmation, Delegation, Objection
from governance.canvass.queries.access import lives_in
from governance.canvass.queries.checks import unchecked_answers
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of


@transaction.atomic
def deny_answer(canvass: Canvass, answer: Answer, *, by: User) -> None:
    """Record that a second person asked the household, and an unchecked answer on the web is not what
    it says. The answer does not count, and the household is asked again.

    Raises Refused as ``refuse_unless_second_person``, and if the answer waits for no check.
    """
    canvass, _now = lock_canvass(canvass)
    refuse_unless_second_person(canvass, answer, by)
    if not answer.on_web or not unchecked_answers().filter(pk=answer.pk).exists():
        raise Refused(_("这份答复已经有人看过了。"))
    office = standing_of(by, canvass.building).office
    Confirmation.objects.create(answer=answer, by=by, office=office, denies=True)
    recompute_current(canvass, answer.voice)
    enter(canvass, "canvass.answer_denied", by=by, audience=Audience.HELPERS)
    create_message("canvass.denied", thing_of(answer), by=by.pk)


@transaction.atomic
def take_check_back(canvass: Canvass, answer: Answer, *, by: User) -> None:
    """Take back what somebody said of an answer, so that the answer waits for a check again.

    Whoever checked may do so until the count, and who leads until the deadline, except for the word
    of the household. Raises Refused for anybody else, and once something rests on the check: talks
    about the objection, or its end.
    """
    canvass, now = lock_canvass(canvass)
    if canvass.state not in {CanvassState.OPEN, CanvassState.CLOSED}:
        raise Refused(_("已经清点过了，不能再收回核对。"))
    valid = Confirmation.objects.valid().filter(answer=answer).order_by("-pk")
    check = valid.filter(by=by).first()
    if check is None and standing_of(by, canvass.building).leads:
        check = valid.filter(by_household=False).first()
        if check and canvass.deadline <= now:
            raise Refused(_("已经截止了，只有核对的人自己能收回。"))
    if check is None:
        raise Refused(_("这份核对不是您做的，收不回。"))
    _undo_objection(answer)
    office = "" if check.by_household else standing_of(by, canvass.building).office
    Confirmation.objects.create(
        answer=answer, by=by, by_household=check.by_household, office=office, takes_back=check
    )
    recompute_current(canvass, answer.voice)
    enter(canvass, "canvass.check_taken_back", by=by, audience=Audience.HELPERS)


@transaction.atomic
def take_mandate_check_back(canvass: Canvass, delegation: Delegation, *, by: User) -> None:
    """Let a mandate on paper wait for a second person again, until its proxy answers.

    Whoever checked it may do so, and who leads, except for the word of the household that gave it.
    """
    canvass, _now = lock_for_web_answer(canvass)
    delegation.refresh_from_db()
    checker = delegation.agreed_by
    if not delegation.on_paper or checker is None:
        raise Refused(_("这份委托没有核对过。"))
    leads = standing_of(by, canvass.building).leads
    if checker != by and not (leads and not lives_in(canvass, delegation.principal, checker)):
        raise Refused(_("这份核对不是您做的，收不回。"))
    if Answer.objects.filter(delegation=delegation).exists():
        raise Refused(_("已经替他们答过了。要改，请委托的那一家自己再答一次，以那一次为准。"))
    DELEGATION.take(delegation, "take_check_back")
    delegation.agreed_by = delegation.agreed_at = None
    delegation.save(update_fields=["state", "agreed_by", "agreed_at"])
    enter(canvass, "canvass.mandate_check_taken_back", by=by, audience=Audience.HELPERS)


def _undo_objection(answer: Answer) -> None:
    """Delete the objection that the answer opened, unless somebody has talked about it."""
    if Objection.objects.filter(ended_by=answer).exists():
        raise Refused(_("核对的时候，这家的异议已经了结了，收不回。不对的，请这家再答一次。"))
    for objection in Objection.objects.filter(answer=answer):
        if objection.talks.exists():
            raise Refused(_("已经有人去谈过这家的意见了，收不回。不对的，请这家再答一次。"))
        objection.delete()
