"""Paper signed before the deadline, entered after it; and what a count waits for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import answering, counting
from governance.canvass.inputs import AnswerInput, PaperAnswer
from governance.canvass.models import Answer, Canvass, Count, Objection
from governance.canvass.queries.counting import recount
from louzu.lib.errors import Refused
from tests.factories.canvass import (
    as_seen_now,
    canvass_url,
    make_open_canvass,
    move_past_deadline,
    photo,
    record_paper_answer_for,
)

pytestmark = pytest.mark.django_db


def ended(canvass, ago=dt.timedelta(hours=1)):
    """Its deadline passed so long ago; it opened a week before that."""
    end = timezone.now() - ago
    days = {"opens_at": end - dt.timedelta(days=7), "opened_at": end - dt.timedelta(days=7)}
    Canvass.objects.filter(pk=canvass.pk).update(closes_at=end, **days)
    canvass.refresh_from_db()
    return canvass


def signed(canvass, **more):
    before = canvass.closes_at - dt.timedelta(hours=2)
    paper = PaperAnswer("door", "王秀英", "self", said_at=before, evidence=photo())
    return replace(paper, **more)


def bring(canvass, voice, leader, choice="agree", **more):
    reason = "吵" if choice == "object" else ""
    paper = signed(canvass, **more)
    return answering.record_paper_answer(
        canvass, voice, choice=choice, reason=reason, paper=paper, by=leader
    )


@pytest.mark.parametrize("close", [True, False])
def test_what_was_signed_in_time_is_entered_late_and_marked_so(
    canvass, voice, leader, counter, close
):
    """Whether the clock has closed it already or not."""
    ended(canvass)
    if close:
        counting.close_canvass(canvass, by=None)
    answer = bring(canvass, voice, leader)
    assert answer.late
    answering.check_answer(canvass, answer, by=counter, by_household=False)
    if not close:
        counting.close_canvass(canvass, by=None)
    for who in (leader, counter):
        counted = counting.count_canvass(canvass, by=who, anyway=True)
    assert Count.objects.get(canvass=counted).result["late"] == 1
    assert recount(counted).agrees


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"said_at": None}, "截止以前什么时候签的字"),
        ({"said_at": "after"}, "截止以前什么时候签的字"),
        ({"channel": "phone", "evidence": None}, "拍下来"),
        ({"channel": "meeting", "evidence": None}, "拍下来"),
    ],
)
def test_late_paper_shows_when_it_was_signed(canvass, voice, leader, change, sentence):
    ended(canvass)
    if change.get("said_at") == "after":
        change = {"said_at": canvass.closes_at + dt.timedelta(minutes=1)}
    with pytest.raises(Refused, match=sentence):
        bring(canvass, voice, leader, **change)


@pytest.mark.parametrize(("days", "ago"), [(0, 0), (3, 3), (14, 14)])
def test_after_those_days_nothing_is_taken(building, leader, household, days, ago):
    canvass = make_open_canvass(building, leader, late_days=days)
    ended(canvass, dt.timedelta(days=ago, seconds=1))
    counting.close_canvass(canvass, by=None)
    with pytest.raises(Refused, match="没有记上"):
        bring(canvass, canvass.voices.first(), leader)


def test_on_the_web_nothing_is_taken_late(canvass, voice, resident):
    with pytest.raises(Refused, match="没有记上"):
        answering.answer_on_web(
            move_past_deadline(canvass), voice, AnswerInput(choice="agree"), by=resident
        )


def test_the_days_are_frozen_with_the_rule(canvass):
    canvass.late_days = 9
    with pytest.raises(IntegrityError, match="keeps its question"), transaction.atomic():
        canvass.save()


@pytest.fixture
def closed(canvass):
    return counting.close_canvass(ended(canvass), by=None)


def test_a_count_waits_while_paper_may_come_in(closed, leader, counter):
    with pytest.raises(Refused, match=r"还能登记到.*先不清点"):
        counting.count_canvass(closed, by=leader)
    counting.count_canvass(closed, by=leader, anyway=True)
    with pytest.raises(Refused, match="先不清点"):
        counting.count_canvass(closed, by=counter)
    counting.count_canvass(closed, by=counter, anyway=True)
    count = Count.objects.get(canvass=closed)
    assert (count.early, count.unchecked) == (True, 0)


def test_a_count_waits_for_checks(canvass, voice, leader, counter):
    record_paper_answer_for(canvass, voice, "agree", by=leader)
    closed = counting.close_canvass(ended(canvass, dt.timedelta(days=4)), by=None)
    with pytest.raises(Refused, match="还有1份答复等第二个人核对，先不清点"):
        counting.count_canvass(closed, by=leader)
    for who in (leader, counter):
        counting.count_canvass(closed, by=who, anyway=True)
    count = Count.objects.get(canvass=closed)
    assert (count.early, count.unchecked) == (False, 1)


def test_a_count_waits_for_nothing_where_all_have_answered(canvass, leader, counter):
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    closed = counting.close_canvass(ended(canvass), by=None)
    counting.count_canvass(closed, by=leader)
    assert counting.count_canvass(closed, by=counter).state == "counted"


def test_nothing_comes_in_once_it_is_counted(closed, voice, leader, counter):
    for who in (leader, counter):
        counting.count_canvass(closed, by=who, anyway=True)
    with pytest.raises(Refused):
        bring(closed, voice, leader)


def test_late_paper_against_stands_and_late_agreement_ends_an_objection(
    closed, voice, leader, counter
):
    against = bring(closed, voice, leader, "object")
    answering.check_answer(closed, against, by=counter, by_household=False)
    assert Objection.objects.get(voice=voice).state == "stands"
    agreed = bring(closed, voice, leader, said_at=closed.closes_at - dt.timedelta(minutes=1))
    answering.check_answer(closed, agreed, by=counter, by_household=False)
    assert Objection.objects.get(voice=voice).state == "withdrawn"


def test_a_helper_enters_it_on_the_page_and_the_result_says_so(
    enter, closed, voice, leader, counter
):
    client = enter("leader")
    page = client.get(canvass_url(closed)).text
    assert "截止前签好的纸还能登记到" in page
    url = canvass_url(closed, "bring", voice.number)
    assert "只能登记截止以前签好字的纸" in client.get(url).text
    found = timezone.localtime(closed.closes_at - dt.timedelta(hours=1))
    typed = {
        "choice": "agree",
        "channel": "door",
        "signer": "王",
        "relation": "self",
        "version": 1,
        "evidence": photo_upload(),
        "said_at": found.strftime("%Y-%m-%dT%H:%M"),
    }
    assert client.post(url, {**typed, "said_at": ""}).status_code == 200
    assert client.post(url, {**typed, "evidence": photo_upload()})["Location"].endswith("/waiting/")
    assert Answer.objects.get(voice=voice).late

    assert "先不清点" in client.post(canvass_url(closed, "count"), as_seen_now(closed)).text
    client.post(canvass_url(closed, "count"), {"anyway": "on", **as_seen_now(closed)})
    enter("counter").post(canvass_url(closed, "count"), {"anyway": "on", **as_seen_now(closed)})
    result = enter("counter").get(canvass_url(closed, "result")).text
    assert "没有第二个人核对，没有算进去" in result
    assert "日子还没过完" in result


def photo_upload():
    return SimpleUploadedFile("sheet.jpg", photo().content.jpeg, "image/jpeg")
