"""The page of all answers that wait for a second person."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Answer, Confirmation, LineReading
from governance.canvass.queries.checks import count_answers_to_check_in
from tests.conftest import holder
from tests.factories import MembershipFactory
from tests.factories.canvass import (
    canvass_url,
    make_open_canvass,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db
URL = reverse("canvass:answers_to_check", args=["114"])


def test_they_stand_on_one_page_with_photo_and_button_and_who_entered_them(
    enter, building, canvass, voice, leader, core, household
):
    other = make_open_canvass(building, leader, question="同意换灯吗？")
    first = record_paper_answer_for(canvass, voice, "agree", by=leader)
    record_paper_answer_for(other, other.voices.first(), "object", by=core, reason="太亮")
    client = enter("core")
    page = client.get(URL).text
    assert canvass.question in page
    assert other.question in page
    assert canvass_url(canvass, "evidence", first.pk, "evidence") in page
    assert f"楼组长 {leader}登记" in page
    assert "您登记的，要另一位来核对" in page
    done = client.post(canvass_url(canvass, "check", first.pk), {"next": "1"}, follow=True)
    assert done.redirect_chain[-1][0] == URL
    assert canvass_url(canvass, "check", first.pk) not in done.text
    assert Confirmation.objects.get().by == core
    assert count_answers_to_check_in(building) == 1


def test_a_check_is_taken_back_where_it_was_pressed(enter, canvass, voice, leader, core):
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    client = enter("core")
    done = client.post(canvass_url(canvass, "check", answer.pk), {"next": "1"}, follow=True).text
    back = canvass_url(canvass, "take_check_back", answer.pk)
    assert (back in done, "按错了的，可以收回" in done) == (True, True)
    again = client.post(back, {"next": "1"}, follow=True)
    assert again.redirect_chain[-1][0] == URL
    assert canvass_url(canvass, "check", answer.pk) in again.text
    assert back not in again.text


@pytest.mark.parametrize(
    ("persona", "sees"), [("core", True), ("leader", True), ("volunteer", False), ("staff", True)]
)
def test_the_page_of_the_home_takes_it_back(enter, canvass, voice, building, core, persona, sees):
    entered = record_paper_answer_for(canvass, voice, "agree", by=holder(building, "volunteer"))
    answering.check_answer(canvass, entered, by=core, by_household=False)
    page = enter(persona).get(canvass_url(canvass, "voice", voice.number)).text
    assert f"{core}核对" in page
    assert (canvass_url(canvass, "take_check_back", entered.pk) in page) is sees


def test_the_household_denies_an_answer_on_the_web(
    enter, resident, building, leader, household, core
):
    voice = voice_of(make_open_canvass(building, leader), household)
    newcomer = MembershipFactory(household=household).user
    given = AnswerInput(choice="agree")
    answer = answering.answer_on_web(voice.canvass, voice, given, by=newcomer)
    client = enter("core")
    deny = canvass_url(voice.canvass, "deny", answer.pk)
    assert deny in client.get(URL).text
    assert deny in client.get(canvass_url(voice.canvass, "voice", voice.number)).text
    done = client.post(deny, {"next": "1"}, follow=True).text
    assert ("说不是这样，这份不算" in done, deny in done) == (True, False)
    home = enter("leader").get(canvass_url(voice.canvass, "voice", voice.number)).text
    assert f"{core}问过，这家说不是这样" in home.replace("骨干 ", "")
    asked = enter("resident").get(canvass_url(voice.canvass)).text
    assert f"{canvass_url(voice.canvass, 'answer')}?voice={voice.number}" in asked
    assert "核对一次就算数" not in asked
    assert enter("resident").post(deny).status_code == 403


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("leader", 200),
        ("core", 200),
        ("volunteer", 200),
        ("staff", 200),
        ("resident", 403),
        ("neighbour", 404),
    ],
)
def test_those_who_carry_see_it(enter, building, request, persona, status):
    request.getfixturevalue("leader")
    assert enter(persona).get(URL).status_code == status


def test_the_leaders_day_and_the_canvass_lead_there(enter, canvass, voice, core, leader):
    record_paper_answer_for(canvass, voice, "agree", by=core)
    client = enter("leader")
    today = client.get(reverse("today:today", args=["114"])).text
    assert "1份登记的答复等第二个人核对" in today
    assert URL in today
    assert URL in client.get(canvass_url(canvass)).text


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_wait(
    enter, django_assert_num_queries, building, leader, core, household, rows
):
    for _ in range(rows):
        canvass = make_open_canvass(building, leader)
        for voice in canvass.voices.all():
            record_paper_answer_for(canvass, voice, "agree", by=core)
    client = enter("leader")
    with django_assert_num_queries(10):
        client.get(URL)


def test_the_household_reads_who_entered_its_answer(enter, canvass, voice, core, resident):
    core.shows_name = False
    core.save()
    record_paper_answer_for(canvass, voice, "agree", by=core)
    assert (
        f"骨干 {core}登记"
        in enter("resident").get(canvass_url(canvass, "voice", voice.number)).text
    )


def test_what_is_read_differently_goes_back_to_whoever_entered_it(
    enter, building, canvass, voice, leader, volunteer, core
):
    answer = record_paper_answer_for(canvass, voice, "agree", by=volunteer)
    url = canvass_url(canvass, "read_differently", answer.pk)
    client = enter("core")
    assert url in client.get(URL).text
    page = client.get(url).text
    assert canvass_url(canvass, "evidence", answer.pk, "evidence") in page
    assert "checked" not in page
    sent = {"choice": "object", "signer": answer.signer, "once": "k1"}
    assert "请写上纸上的原因" in client.post(url, sent).text
    page = client.post(url, {**sent, "reason": "怕吵", "once": "k2"}, follow=True).text
    assert f"请{volunteer}再看一遍" in page
    assert url not in page
    assert enter("leader").get(URL).text.count("读得不一样") == 0
    client = enter("volunteer")
    settle = canvass_url(canvass, "settle_reading", LineReading.objects.get().pk)
    assert settle in client.get(URL).text
    page = client.get(settle).text
    assert ("怕吵" in page, "照他的改" in page) == (True, True)
    client.post(settle, {"do": "correct", "once": "k3"})
    assert Answer.objects.latest("pk").reason == "怕吵"
    assert "这一处已经看过了" in client.get(settle).text


def test_an_earlier_reading_without_its_reason_asks_for_it(
    enter, canvass, voice, leader, volunteer, core
):
    answer = record_paper_answer_for(canvass, voice, "agree", by=volunteer)
    reading = LineReading.objects.create(answer=answer, choice="object", by=core)
    url = canvass_url(canvass, "settle_reading", reading.pk)
    client = enter("volunteer")
    page = client.post(url, {"do": "correct", "once": "k1"}).text
    assert "纸上写的原因" in page
    client.post(url, {"do": "correct", "reason": "怕吵", "once": "k2"})
    assert Answer.objects.latest("pk").choice == "object"
