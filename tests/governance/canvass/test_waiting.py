"""A household is told on its members' home page what others do in its name."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering, objecting, papers
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Objection, Talk
from residents.access.models.slips import digest_of
from residents.joining.actions.joining import NewAccount, join_as_newcomer
from residents.joining.actions.slips import print_slips
from residents.models import Slip
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    SECRET,
    canvass_url,
    make_open_canvass,
    record_paper_answer_for,
    voice_of,
)
from tests.news import forms_to_read, open_page

pytestmark = pytest.mark.django_db
HOME = "/b/114/"
JOURNAL = reverse("journal:lines", args=["114"])


@pytest.fixture
def voice(building, leader, household, resident):
    return voice_of(make_open_canvass(building, leader), household)


def newcomer(household, leader):
    [printed] = print_slips([household], by=leader)
    return join_as_newcomer(
        Slip.objects.get(digest=digest_of(printed.code)), NewAccount("新来的", "newcomer")
    )


def test_a_member_is_told_who_joined_until_they_have_looked(
    enter, building, leader, household, resident
):
    client = enter("resident")
    newcomer(household, leader)
    assert "新来的加入了您家" in client.get(HOME).text
    assert "有您不认识的人？" in client.get(reverse("homes:home", args=["114", household.pk])).text
    assert "加入了您家" not in client.get(HOME).text


def test_a_joining_is_announced_to_others_only(enter, household, leader, core):
    new = newcomer(household, leader)
    assert "加入了您家" not in enter("core").get(HOME).text
    client = enter("visitor")
    client.force_login(new)
    assert "加入了您家" not in client.get(HOME).text


def test_the_journal_tells_a_household_of_its_own_slips_and_joinings(
    enter, household, leader, resident, core
):
    newcomer(household, leader)
    mine = enter("resident").get(JOURNAL).text
    assert "新来的用" in mine
    assert "印了" in mine
    assert "新来的" not in enter("core").get(JOURNAL).text


def test_a_member_is_told_what_a_helper_entered_for_them(enter, voice, core, resident):
    record_paper_answer_for(voice.canvass, voice, "agree", by=core)
    client = enter("resident")
    assert f"骨干 {core}登记了您家的答复：同意。不对请说一声" in client.get(HOME).text
    client.get(canvass_url(voice.canvass, "voice", voice.number))
    assert "登记了您家的答复" in client.get(HOME).text, "a GET changes nothing"
    page = open_page(client, canvass_url(voice.canvass, "voice", voice.number)).text
    assert "不对？" in page
    assert f"{canvass_url(voice.canvass, 'answer')}?voice={voice.number}" in page
    assert "登记了您家的答复" not in client.get(HOME).text


def test_each_member_is_told_by_themselves(enter, voice, core, resident, household):
    record_paper_answer_for(voice.canvass, voice, "agree", by=core)
    open_page(enter("resident"), canvass_url(voice.canvass, "voice", voice.number))
    son = MembershipFactory(household=household).user
    client = enter("visitor")
    client.force_login(son)
    assert "登记了您家的答复" in client.get(HOME).text


def test_nobody_else_marks_it_as_read(enter, voice, core, resident):
    record_paper_answer_for(voice.canvass, voice, "agree", by=core)
    door = canvass_url(voice.canvass, "voice", voice.number)
    client = enter("leader")
    assert forms_to_read(client.get(door)) == []
    assert client.post(canvass_url(voice.canvass, "read_door", voice.number)).status_code == 403
    client = enter("resident")
    open_page(client, door)
    assert forms_to_read(client.get(door)) == []


def test_a_member_is_told_what_another_member_answers(enter, voice, resident, household, leader):
    answering.answer_on_web(
        voice.canvass, voice, AnswerInput(choice="agree"), by=newcomer(household, leader)
    )
    page = enter("resident").get(HOME).text
    assert "刚加入的人替您家答了：同意，等核对" in page


def test_an_objector_is_told_the_offer_and_accepts_it_from_there(enter, voice, resident, leader):
    canvass = voice.canvass
    first = answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="吵"), by=resident
    )
    offer(canvass, voice, leader)
    client = enter("resident")
    page = client.get(HOME).text
    assert "提了一个办法：加隔音垫" in page
    assert "这样行，改成同意" in page
    answer_at = f"{canvass_url(canvass, 'answer')}?voice={voice.number}"
    assert f'action="{answer_at}"' in page
    asked = client.post(answer_at, {"choice": "agree"})
    assert asked.status_code == 200
    client.post(answer_at, {"choice": "agree", "do": "answer", "seen": first.pk})
    assert Objection.objects.get().state == "met"
    assert "加隔音垫" not in client.get(HOME).text


def test_an_objector_keeps_the_objection_and_those_who_talk_read_it(enter, voice, resident, leader):
    canvass = voice.canvass
    answering.answer_on_web(canvass, voice, AnswerInput(choice="object", reason="吵"), by=resident)
    offer(canvass, voice, leader)
    client = enter("resident")
    page = canvass_url(canvass, "objection", Objection.objects.get().pk)
    client.get(page)
    assert "加隔音垫" in client.get(HOME).text, "a GET changes nothing"
    assert forms_to_read(client.get(page))
    client.post(page, {"do": "keep"})
    assert Talk.objects.last().said == "看了提的办法，还是有不同意见。"
    assert "加隔音垫" not in client.get(HOME).text
    assert "还是有不同意见" in enter("leader").get(page).text
    assert enter("leader").post(page, {"do": "keep"}).status_code == 200  # theirs alone to say
    assert Talk.objects.count() == 2


def offer(canvass, voice, by):
    objecting.record_offer(
        canvass,
        Objection.objects.get(voice=voice),
        on=timezone.localdate(),
        who="楼组长和302室",
        said="谈过",
        offered="加隔音垫",
        by=by,
    )


def test_neighbours_are_told_nothing_of_it(enter, voice, core, building):
    neighbour = MembershipFactory(household=HouseholdFactory(building=building)).user
    record_paper_answer_for(voice.canvass, voice, "agree", by=core)
    client = enter("visitor")
    client.force_login(neighbour)
    assert "登记了您家的答复" not in client.get(HOME).text


@pytest.mark.slow
def test_a_member_is_told_that_helpers_put_down_a_paper_ballot(
    enter, building, leader, household, resident, core
):
    vote = make_open_canvass(building, leader, **SECRET)
    voice = voice_of(vote, household)
    client = enter("resident")
    steps = [
        (papers.hand_out_paper, leader, f"楼组长 {leader}记了您家领纸票"),
        (papers.confirm_paper, core, f"骨干 {core}核对过了"),
        (papers.take_paper_back, core, f"骨干 {core}记了您家的纸票交回了"),
    ]
    for act, by, words in steps:
        act(vote, voice, by=by)
        assert words in client.get(HOME).text
        assert words in client.get(HOME).text
        open_page(client, canvass_url(vote, "voice", voice.number))
        assert words not in client.get(HOME).text
    assert "您家的纸票" not in enter("core").get(HOME).text


def test_what_one_says_oneself_of_a_paper_is_no_news(enter, building, leader, household, resident):
    vote = make_open_canvass(building, leader, **SECRET)
    voice = voice_of(vote, household)
    papers.hand_out_paper(vote, voice, by=leader)
    other = MembershipFactory(household=household).user
    papers.dispute_paper(vote, voice, by=resident)
    client = enter("resident")
    assert "没有领过纸票" not in client.get(HOME).text
    client.force_login(other)
    assert "家里人说您家没有领过纸票" in client.get(HOME).text
