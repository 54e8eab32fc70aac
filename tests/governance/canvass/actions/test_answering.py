from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import answering, rewording
from governance.canvass.inputs import AnswerInput, PaperAnswer, RewordInput
from governance.canvass.models import Answer, Canvass, Confirmation, Current, Objection
from governance.canvass.queries.counting import tally_of
from governance.canvass.queries.voices import voices_of
from louzu.lib.errors import Refused
from tests.factories.canvass import (
    assert_database_refuses,
    move_past_deadline,
    photo,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db


def tally(canvass):
    canvass.refresh_from_db()
    return tally_of(canvass, voices_of(canvass))


def current(voice):
    return Current.objects.get(voice=voice)


def test_an_answer_on_the_web_counts_at_once(canvass, voice, resident):
    answer = answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    assert (current(voice).answer, current(voice).waiting) == (answer, None)
    assert tally(canvass).agree.heads == 1


def test_a_changed_mind_is_a_new_line(canvass, voice, resident):
    first = answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="吵"), by=resident
    )
    second = answering.answer_on_web(
        canvass, voice, AnswerInput(choice="agree", seen=first.pk), by=resident
    )
    assert list(Answer.objects.filter(voice=voice)) == [first, second]
    assert current(voice).answer == second


def test_an_answer_may_be_taken_back(canvass, voice, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="taken_back"), by=resident)
    assert tally(canvass).answered.heads == 0


def test_the_later_answer_of_two_household_members_counts(son, canvass, voice, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    later = answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=son)
    assert (current(voice).answer, current(voice).clash) == (later, False)


def test_a_brought_answer_counts_once_a_second_person_has_checked_it(
    canvass, voice, leader, counter
):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    assert (tally(canvass).agree.heads, current(voice).waiting) == (0, answer)
    answering.check_answer(canvass, answer, by=counter, by_household=False)
    assert (tally(canvass).agree.heads, current(voice).answer) == (1, answer)


def test_the_household_itself_may_check_it(canvass, voice, leader, resident):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    answering.check_answer(canvass, answer, by=resident, by_household=True)
    assert tally(canvass).agree.heads == 1


def test_who_entered_it_does_not_check_it(canvass, voice, leader):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    with pytest.raises(Refused, match="不能自己核对"):
        answering.check_answer(canvass, answer, by=leader, by_household=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(answer=answer, by=leader)


def test_nobody_checks_twice(canvass, voice, leader, counter):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    with pytest.raises(Refused, match="已经核对过"):
        answering.check_answer(canvass, answer, by=counter, by_household=False)


def test_a_corrected_entry_is_not_checked_in_place_of_its_correction(
    canvass, voice, leader, counter
):
    wrong = record_paper_answer_for(canvass, voice, "agree", by=leader)
    right = record_paper_answer_for(canvass, voice, "abstain", by=leader)
    with pytest.raises(Refused, match="后来又登记了一份"):
        answering.check_answer(canvass, wrong, by=counter, by_household=False)
    answering.check_answer(canvass, right, by=counter, by_household=False)
    assert (tally(canvass).agree.heads, tally(canvass).abstain.heads) == (0, 1)


def test_a_clash_counts_for_nothing_until_the_household_settles_it(
    canvass, voice, leader, counter, resident
):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    paper = record_paper_answer_for(canvass, voice, "object", by=leader, checked_by=counter)
    assert (current(voice).clash, tally(canvass).answered.heads) == (True, 0)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree", seen=paper.pk), by=resident)
    assert (current(voice).clash, tally(canvass).agree.heads) == (False, 1)
    assert Answer.objects.filter(voice=voice).count() == 3


def test_a_paper_word_settles_a_clash(canvass, voice, leader, counter, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    record_paper_answer_for(canvass, voice, "abstain", by=leader, checked_by=counter)
    record_paper_answer_for(canvass, voice, "abstain", by=leader, checked_by=counter, settles=True)
    assert (current(voice).clash, tally(canvass).abstain.heads) == (False, 1)


def test_after_a_material_change_everybody_is_asked_once_more(canvass, voice, leader, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    why = "补上鞋柜"
    typo = RewordInput(version=1, material=False, body="不在楼道堆物！", reason=why)
    rewording.reword_canvass(canvass, typo, by=leader)
    assert tally(canvass).agree.heads == 1
    more = "不在楼道堆物，鞋柜也不行。"
    material = RewordInput(version=2, material=True, body=more, reason=why)
    rewording.reword_canvass(canvass, material, by=leader)
    assert (tally(canvass).agree.heads, voices_of(canvass)[1].stale) == (0, True)
    with pytest.raises(Refused, match="文字刚改过"):
        answering.answer_on_web(canvass, voice, AnswerInput(choice="agree", version=1), by=resident)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree", version=3), by=resident)
    assert tally(canvass).agree.heads == 1


def test_a_sheet_signed_to_an_older_text_is_stale(canvass, voice, leader, counter):
    rewording.reword_canvass(
        canvass, RewordInput(version=1, body="新", material=True, reason="改"), by=leader
    )
    record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter, version=1)
    assert tally(canvass).agree.heads == 0


def test_against_needs_a_reason_and_opens_an_objection(canvass, voice, resident):
    with pytest.raises(Refused, match="为什么"):
        answering.answer_on_web(canvass, voice, AnswerInput(choice="object"), by=resident)
    answer = answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="吵"), by=resident
    )
    assert Objection.objects.get(voice=voice).answer == answer


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"evidence": None}, "没有照片不能算"),
        ({"channel": "slip", "evidence": None}, "没有照片不能算"),
        ({"relation": "authorised"}, "委托书"),
        ({"version": 9}, "没有这一稿"),
    ],
)
def test_paper_that_proves_nothing_is_refused(canvass, voice, leader, change, sentence):
    paper = PaperAnswer(channel="door", signer="王秀英", relation="self", evidence=photo())
    with pytest.raises(Refused, match=sentence):
        answering.record_paper_answer(
            canvass, voice, choice="agree", paper=replace(paper, **change), by=leader
        )


def test_a_proxy_shows_the_written_mandate(canvass, voice, leader):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader, mandate=photo())
    paper = PaperAnswer("phone", "小王", "authorised", mandate=photo())
    by_phone = answering.record_paper_answer(canvass, voice, choice="agree", paper=paper, by=leader)
    assert (bool(answer.mandate), by_phone.relation) == (True, "authorised")


def test_a_call_needs_a_photo_only_where_the_canvass_says_so(canvass, voice, leader):
    call = PaperAnswer("phone", "王秀英", "self")
    answering.record_paper_answer(canvass, voice, choice="agree", paper=call, by=leader)
    canvass.phone_needs_photo = True
    canvass.save()
    with pytest.raises(Refused, match="照片"):
        answering.record_paper_answer(canvass, voice, choice="agree", paper=call, by=leader)


def test_after_the_deadline_nothing_is_taken_whatever_the_state_says(canvass, voice, resident):
    move_past_deadline(canvass)
    with pytest.raises(Refused, match="没有记上"):
        answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("table", ["answer", "voice", "voiceflat", "textversion", "confirmation"])
def test_the_database_keeps_what_was_said(canvass, voice, leader, counter, table):
    record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    for change in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        sql = change.format(f"canvass_{table}")
        with pytest.raises(IntegrityError, match="only ever appended"), transaction.atomic():
            assert_database_refuses(sql)


def test_the_database_refuses_a_second_current_answer(canvass, voice, resident):
    answer = answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Current.objects.bulk_create([Current(voice=voice, answer=answer)])


def test_a_current_answer_is_the_voices_own(canvass, voice, resident, leader):
    answer = answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    other = canvass.voices.exclude(pk=voice.pk).first()
    with pytest.raises(IntegrityError, match="its own"), transaction.atomic():
        Current.objects.create(voice=other, answer=answer)


def test_a_frozen_rule_stays(canvass):
    canvass.rule = {**canvass.rule, "name": "另一条"}
    with pytest.raises(IntegrityError, match="keeps its question"), transaction.atomic():
        canvass.save()


def test_voices_are_found_by_household(canvass, household, voice):
    assert voice_of(canvass, household) == voice


@pytest.mark.parametrize(
    ("claimed", "typed", "stored"),
    [
        (-60, None, -60),
        (-60, -90, -90),
        (+60, None, 0),
        (-300, None, 0),
        (None, None, 0),
    ],
    ids=["in time", "the paper says another", "in the future", "before the opening", "none"],
)
def test_the_time_that_a_phone_says_counts_if_one_could_answer_then(
    canvass, voice, leader, claimed, typed, stored
):
    """All times are in minutes from now. The canvass opened two hours ago."""

    def moment(minutes):
        return None if minutes is None else timezone.now() + dt.timedelta(minutes=minutes)

    Canvass.objects.filter(pk=canvass.pk).update(opened_at=moment(-120))
    paper = PaperAnswer("phone", "王秀英", "self", said_at=moment(typed))
    answer = answering.record_paper_answer(
        canvass, voice, choice="agree", paper=paper, claimed=moment(claimed), by=leader
    )
    assert abs(answer.said_at - moment(stored)) < dt.timedelta(minutes=1)
