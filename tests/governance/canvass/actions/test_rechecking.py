"""Every check can be taken back, and a household can deny an answer on the web."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from governance.canvass.actions import (
    answering,
    counting,
    delegating,
    objecting,
    rechecking,
    sheets,
)
from governance.canvass.inputs import AnswerInput, LineInput
from governance.canvass.models import Answer, Confirmation, Current, Objection
from governance.canvass.queries.checks import count_answers_to_check_in, unchecked_answers
from governance.canvass.queries.counting import recount
from governance.canvass.queries.voices import voice_numbered
from governance.inbox.models import Message
from governance.inbox.queries.types import message_types
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories import MembershipFactory
from tests.factories.canvass import (
    enter_delegation_for,
    make_open_canvass,
    make_sheet,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(canvass, voice, core):
    """Entered by a core helper."""
    return record_paper_answer_for(canvass, voice, "agree", by=core)


def check(canvass, answer, by, *, by_household=False):
    answering.check_answer(canvass, answer, by=by, by_household=by_household)


def verbs():
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


def state_of(voice):
    status = voice_numbered(voice.canvass, voice.number)
    return bool(status.counts), status.unchecked


def test_a_check_taken_back_lets_the_answer_wait_again(canvass, voice, paper, counter):
    check(canvass, paper, counter)
    assert state_of(voice) == (True, False)
    rechecking.take_check_back(canvass, paper, by=counter)
    assert state_of(voice) == (False, True)
    assert verbs()[-2:] == ["canvass.checked", "canvass.check_taken_back"]
    assert [row.words for row in paper.confirmations.all()][1].endswith("收回了核对")
    assert paper.checkers == []
    check(canvass, paper, counter)
    assert (state_of(voice), recount(canvass).pointers_agree) == ((True, False), True)
    assert len(paper.checkers) == 1


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("counter", ""),
        ("leader", ""),
        ("staff", ""),
        ("resident", "不是您做的"),
        ("core", "不是您"),
    ],
)
def test_who_checked_or_leads_takes_it_back(
    canvass, paper, counter, request, who, refused, resident
):
    check(canvass, paper, counter)
    by = request.getfixturevalue(who)
    if refused:
        with pytest.raises(Refused, match=refused):
            rechecking.take_check_back(canvass, paper, by=by)
    else:
        rechecking.take_check_back(canvass, paper, by=by)
    assert unchecked_answers().filter(pk=paper.pk).exists() is not bool(refused)


def test_only_the_household_takes_its_word_back(canvass, paper, resident, leader):
    check(canvass, paper, resident, by_household=True)
    with pytest.raises(Refused, match="不是您做的"):
        rechecking.take_check_back(canvass, paper, by=leader)
    rechecking.take_check_back(canvass, paper, by=resident)
    assert unchecked_answers().get() == paper
    assert not paper.confirmations.exclude(office="").exists()


def test_after_the_deadline_only_the_checker_takes_it_back_and_nobody_after_the_count(
    canvass, voice, paper, counter, leader, staff
):
    check(canvass, paper, counter)
    closed = counting.close_canvass(move_past_deadline(canvass), by=leader)
    with pytest.raises(Refused, match="已经截止了"):
        rechecking.take_check_back(closed, paper, by=leader)
    rechecking.take_check_back(closed, paper, by=counter)
    check(closed, paper, counter)
    for person in (leader, staff):
        counting.count_canvass(closed, by=person, anyway=True)
    with pytest.raises(Refused, match="已经清点过了"):
        rechecking.take_check_back(closed, paper, by=counter)


def test_an_objection_goes_with_the_check_that_opened_it(canvass, voice, core, counter, leader):
    paper = record_paper_answer_for(canvass, voice, "object", by=core, reason="吵")
    check(canvass, paper, counter)
    rechecking.take_check_back(canvass, paper, by=counter)
    assert not Objection.objects.exists()
    check(canvass, paper, counter)
    objection = Objection.objects.get()
    objecting.record_talk(
        canvass, objection, on=canvass.opened_at.date(), who="楼组长", said="谈过", by=leader
    )
    with pytest.raises(Refused, match="已经有人去谈过"):
        rechecking.take_check_back(canvass, paper, by=counter)


def test_a_check_that_ended_an_objection_stays(canvass, voice, core, counter):
    first = record_paper_answer_for(canvass, voice, "object", by=core, reason="吵")
    check(canvass, first, counter)
    second = record_paper_answer_for(canvass, voice, "agree", by=core)
    check(canvass, second, counter)
    with pytest.raises(Refused, match="已经了结"):
        rechecking.take_check_back(canvass, second, by=counter)


def test_a_row_of_a_sheet_is_taken_back_alone(canvass, core, counter, building):
    sheet = make_sheet(canvass, by=core)
    signed = LineInput(choice="agree", signer="户主")
    sheets.save_lines(sheet, {voice.pk: signed for voice in canvass.voices.all()[:2]}, by=core)
    assert sheets.enter_sheet(sheet, by=core) == {}
    answers = list(Answer.objects.all())
    sheets.check_sheet(sheet, confirmed=[one.pk for one in answers], by=counter)
    rechecking.take_check_back(canvass, answers[0], by=counter)
    assert [bool(one.checkers) for one in answers] == [False, True]
    assert sheets.check_sheet(sheet, confirmed=[answers[0].pk], by=counter) == (1, 0)


@pytest.mark.parametrize("who", ["counter", "leader"])
def test_a_mandate_waits_again(canvass, voice, core, counter, request, who, leader):
    proxy = voice_of(canvass, leader.memberships.get().household)
    mandate = enter_delegation_for(canvass, voice, proxy, by=core, checked_by=counter)
    rechecking.take_mandate_check_back(canvass, mandate, by=request.getfixturevalue(who))
    mandate.refresh_from_db()
    assert (mandate.waits, mandate.agreed_by) == (True, None)
    assert verbs()[-1] == "canvass.mandate_check_taken_back"
    delegating.check_delegation(canvass, mandate, by=counter)
    assert mandate.is_accepted


def test_a_mandate_that_was_used_stays_and_so_does_that_of_another(
    canvass, voice, core, counter, leader, staff
):
    proxy = voice_of(canvass, leader.memberships.get().household)
    mandate = enter_delegation_for(canvass, voice, proxy, by=core, checked_by=counter)
    with pytest.raises(Refused, match="不是您做的"):
        rechecking.take_mandate_check_back(canvass, mandate, by=core)
    delegating.answer_as_proxy(canvass, mandate, AnswerInput(choice="agree"), by=leader)
    with pytest.raises(Refused, match="已经替他们答过"):
        rechecking.take_mandate_check_back(canvass, mandate, by=counter)


@pytest.fixture
def doubtful(resident, building, leader, household):
    """An answer on the web of somebody who joined the household after the opening."""
    voice = voice_of(make_open_canvass(building, leader), household)
    newcomer = MembershipFactory(household=household).user
    return answering.answer_on_web(voice.canvass, voice, AnswerInput(choice="agree"), by=newcomer)


def test_a_denied_answer_does_not_count_and_the_household_is_asked_again(
    doubtful, building, counter, leader, resident
):
    voice, canvass = doubtful.voice, doubtful.voice.canvass
    rechecking.deny_answer(canvass, doubtful, by=counter)
    assert state_of(voice) == (False, False)
    assert not Current.objects.filter(voice=voice).exists()
    assert count_answers_to_check_in(building) == 0
    assert verbs()[-1] == "canvass.answer_denied"
    assert Message.objects.get(type="canvass.denied").thing_id == doubtful.pk
    told = {one.user_id for one in message_types()["canvass.denied"].recipients_of(doubtful)}
    assert told == {leader.pk, doubtful.by_id}
    with pytest.raises(Refused, match="这家说不是这样"):
        check(canvass, doubtful, leader)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=resident)
    assert (state_of(voice), recount(canvass).pointers_agree) == ((True, False), True)


def test_an_answer_before_it_counts_as_before(doubtful, counter, resident):
    voice, canvass = doubtful.voice, doubtful.voice.canvass
    own = answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=resident)
    again = answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=doubtful.by)
    rechecking.deny_answer(canvass, again, by=counter)
    row = Current.objects.get(voice=voice)
    assert (row.answer, row.waiting, row.clash) == (own, None, False)


def test_a_denial_is_taken_back(doubtful, counter):
    voice, canvass = doubtful.voice, doubtful.voice.canvass
    rechecking.deny_answer(canvass, doubtful, by=counter)
    rechecking.take_check_back(canvass, doubtful, by=counter)
    assert state_of(voice) == (False, True)
    check(canvass, doubtful, counter)
    assert state_of(voice) == (True, False)


def test_what_cannot_be_denied(canvass, paper, doubtful, counter, resident):
    for answer in (
        paper,
        answering.answer_on_web(
            canvass,
            voice_of(canvass, doubtful.voice.household),
            AnswerInput(choice="agree"),
            by=resident,
        ),
    ):
        with pytest.raises(Refused):
            rechecking.deny_answer(canvass, answer, by=counter)
    with pytest.raises(Refused, match="不能自己核对"):
        rechecking.deny_answer(doubtful.voice.canvass, doubtful, by=doubtful.by)


def test_the_database_refuses_other_lines(canvass, voice, paper, counter, leader):
    other = record_paper_answer_for(
        canvass, canvass.voices.exclude(pk=voice.pk)[0], "agree", by=leader
    )
    first = Confirmation.objects.create(answer=paper, by=counter)
    for row in (
        {"answer": paper, "by": counter},
        {"answer": other, "by": counter, "takes_back": first},
        {"answer": paper, "by": counter, "takes_back": first, "denies": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Confirmation.objects.create(**row)
    back = Confirmation.objects.create(answer=paper, by=counter, takes_back=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(answer=paper, by=counter, takes_back=back)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(answer=paper, by=leader, takes_back=first)
    Confirmation.objects.create(answer=paper, by=counter)
