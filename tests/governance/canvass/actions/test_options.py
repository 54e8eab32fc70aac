"""What the database and the actions refuse of options and picks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.canvass.actions import answering, drafting, opening
from governance.canvass.inputs import AnswerInput, OptionInput
from governance.canvass.models import Answer, Attachment, Current, Option
from governance.canvass.option_tally import OptionBallot
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory
from tests.factories.canvass import photo, record_paper_answer_for, voice_of
from tests.factories.options import make_option_canvass, pick

LABELS = ("朱红", "墨绿", "天蓝")


@pytest.fixture
def asked(building, leader, household, resident):
    HouseholdFactory(building=building)
    return make_option_canvass(building, leader, labels=LABELS, files={1: (photo(),)})


@pytest.fixture
def voice(asked, household):
    return voice_of(asked, household)


def refused_by_the_database(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


@pytest.mark.parametrize(
    ("choice", "picks", "against"),
    [
        ("picked", [1, 2], []),
        ("picked", [4], []),
        ("picked", [1], [2]),
        ("picked", [], []),
        ("picked", None, None),
        ("agree", None, None),
        ("abstain", [1], []),
    ],
)
def test_the_database_refuses_an_answer_that_does_not_fit(
    asked, voice, resident, choice, picks, against
):
    row = Answer(
        voice=voice,
        choice=choice,
        picks=picks,
        against=against,
        channel="web",
        version=1,
        by=resident,
        said_at=asked.opened_at,
    )
    assert refused_by_the_database(row.save)


def test_a_question_of_yes_or_no_takes_no_picks(canvass, household, resident):
    row = Answer(
        voice=voice_of(canvass, household),
        choice="picked",
        picks=[1],
        against=[],
        channel="web",
        version=1,
        by=resident,
        said_at=canvass.opened_at,
    )
    assert refused_by_the_database(row.save)
    with pytest.raises(Refused, match="没有选项"):
        pick(canvass, household, 1, by=resident)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (AnswerInput(choice="picked", ballot=OptionBallot(frozenset({1, 2}))), "只能选一样"),
        (AnswerInput(choice="picked", ballot=OptionBallot(frozenset({7}))), "选项改过了"),
        (AnswerInput(choice="picked", ballot=OptionBallot()), "请选一样"),
        (AnswerInput(choice="agree"), "请选一样"),
    ],
)
def test_an_action_refuses_it_in_words(asked, voice, resident, data, words):
    with pytest.raises(Refused, match=words):
        answering.answer_on_web(asked, voice, data, by=resident)


def test_options_and_files_of_an_announced_question_stay(asked):
    option, file = Option.objects.get(canvass=asked, number=1), Attachment.objects.get()
    sql = {
        "UPDATE canvass_option SET title = '大红' WHERE id = %s": option.pk,
        "UPDATE canvass_option SET until = 9 WHERE id = %s": option.pk,
        "DELETE FROM canvass_option WHERE id = %s": Option.objects.get(number=2).pk,
        "DELETE FROM canvass_attachment WHERE id = %s": file.pk,
        "UPDATE canvass_attachment SET name = 'x' WHERE id = %s": file.pk,
        "UPDATE canvass_canvass SET kind = 'dates' WHERE id = %s": asked.pk,
        "INSERT INTO canvass_option (canvass_id, number, title, details) VALUES (%s, 9, 'x', '')": asked.pk,
    }
    for statement, pk in sql.items():
        assert refused_by_the_database(
            lambda s=statement, k=pk: connection.cursor().execute(s, [k])
        )


def test_another_pick_is_another_answer(asked, voice, household, resident, leader, counter):
    pick(asked, household, 1, by=resident)
    ballot = OptionBallot(frozenset({2}))
    paper = record_paper_answer_for(
        asked, voice, "picked", by=leader, checked_by=counter, ballot=ballot
    )
    current = Current.objects.get(voice=voice)
    assert current.clash
    assert current.waiting == paper
    data = AnswerInput(choice="picked", ballot=ballot, seen=paper.pk)
    answering.answer_on_web(asked, voice, data, by=resident)
    assert not Current.objects.get(voice=voice).clash


def test_the_same_pick_on_paper_agrees(asked, voice, household, resident, leader, counter):
    pick(asked, household, 2, by=resident)
    ballot = OptionBallot(frozenset({2}))
    record_paper_answer_for(asked, voice, "picked", by=leader, checked_by=counter, ballot=ballot)
    assert not Current.objects.get(voice=voice).clash


@pytest.mark.parametrize(
    ("labels", "words"), [(("朱红",), "至少要写两样"), (("朱红", "朱红"), "一模一样")]
)
def test_a_question_without_a_choice_is_not_announced(building, leader, household, labels, words):
    canvass = make_option_canvass(building, leader, labels=labels, opened=False)
    with pytest.raises(Refused, match=words):
        drafting.announce_canvass(canvass, by=leader)


def test_weighed_options_are_not_secret(building, leader):
    text = {"preset": "owners_ordinary", "electorate": "owners", "secret": True}
    with pytest.raises(Refused, match="不能不记名"):
        make_option_canvass(building, leader, opened=False, **text)


def days_at(*days):
    return tuple(OptionInput(starts_at=timezone.now() + dt.timedelta(days=day)) for day in days)


DATES = {"kind": "dates", "preset": "dates"}


def test_a_date_before_the_deadline_is_not_announced(building, leader, household):
    draft = make_option_canvass(building, leader, options=days_at(3, 9), opened=False, **DATES)
    with pytest.raises(Refused, match="那时已经过了"):
        drafting.announce_canvass(draft, by=leader)


def test_an_open_question_is_not_extended_beyond_its_dates(building, leader, household):
    canvass = make_option_canvass(building, leader, options=days_at(9, 12), **DATES)
    later = {"reason": "两户出差", "by": leader}
    with pytest.raises(Refused, match="那时已经过了"):
        opening.extend_canvass(canvass, until=canvass.closes_at + dt.timedelta(days=3), **later)
    until = canvass.closes_at + dt.timedelta(days=1)
    assert opening.extend_canvass(canvass, until=until, **later).closes_at == until
