from __future__ import annotations

import re

import pytest

from governance.canvass.actions import answering, secret
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import Answer, SealedBallot
from governance.canvass.queries.box import sign_receipt
from tests.factories.canvass import SECRET, make_open_canvass
from tests.factories.canvass import canvass_url as to
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db


def test_a_household_answers_confirms_changes_and_takes_back(enter, canvass, voice, resident):
    client = enter("resident")
    assert "请您家表态" in client.get("/b/114/").content.decode()
    confirm = client.post(to(canvass, "answer"), {"choice": "object", "version": "1"})
    assert (confirm.status_code, Answer.objects.count()) == (200, 0)
    opened = client.get(to(canvass, "answer"))
    assert ["data-posted" in page.text for page in (confirm, opened)] == [True, False]
    answer = {"choice": "object", "seen": "0", "version": "1", "do": "answer"}
    assert "请写一句为什么" in client.post(to(canvass, "answer"), answer).content.decode()
    assert client.post(to(canvass, "answer"), {**answer, "reason": "吵"}).status_code == 302
    assert "请您家表态" not in client.get("/b/114/").content.decode()
    seen = str(Answer.objects.get().pk)
    client.post(to(canvass, "answer"), {**answer, "choice": "taken_back", "seen": seen})
    assert list(Answer.objects.values_list("choice", flat=True)) == ["object", "taken_back"]
    assert "请您家表态" in client.get("/b/114/").content.decode()


def test_a_text_that_changed_is_shown_before_the_answer_is_sent_again(
    enter, canvass, voice, resident, leader
):
    client, url = enter("resident"), to(canvass, "answer")
    body = "不在楼道堆物，也不充电。"
    new = RewordInput(version=1, body=body, material=True, reason="补充")
    reword_canvass(canvass, new, by=leader)
    typed = {"choice": "object", "reason": "吵", "seen": "0", "version": "1", "do": "answer"}
    page = client.post(url, typed)
    assert [
        words in page.text for words in ("文字刚改过", body, "吵", to(canvass, "versions"))
    ] == ([True] * 4)
    assert not Answer.objects.exists()
    softer = client.post(url, {**typed, "choice": "agree"})
    assert softer.context["form"]["reason"].label == "想说的话"
    again = {**typed, "version": page.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    assert Answer.objects.get().version == 2


def test_the_first_of_two_at_home_is_told_that_the_later_answered_otherwise(
    enter, son, canvass, voice, resident
):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    later = answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=son)
    assert "家里人改了您家的答复" in enter("resident").get("/b/114/").content.decode()
    enter("resident").post(to(canvass, "check", later.pk))
    assert "家里人改了您家的答复" not in enter("resident").get("/b/114/").content.decode()


ASKED = {
    "yes or no": ({}, {"choice": "agree"}, {"choice": "abstain"}, ("同意", "弃权")),
    "one": (
        {"kind": "one"},
        {"choice": "picked", "pick": "1"},
        {"choice": "picked", "pick": "2"},
        ("朱红", "墨绿"),
    ),
}
"""By kind: the draft, the answers of the newer and the older tab, and their words."""


@pytest.mark.parametrize("kind", ASKED)
def test_an_older_tab_does_not_overwrite_a_newer_answer_without_a_word(
    enter, building, leader, household, resident, kind
):
    text, newer, older, both = ASKED[kind]
    make = make_option_canvass if text else make_open_canvass
    url, client = to(make(building, leader, **text), "answer"), enter("resident")
    opened = {**older, "seen": hidden(client.get(url).text, "seen"), "version": "1"}
    confirm = {**opened, "seen": hidden(client.post(url, opened).text, "seen"), "do": "answer"}
    assert (
        client.post(url, {**newer, "seen": "0", "version": "1", "do": "answer"}).status_code == 302
    )

    told = client.post(url, opened).text
    assert "您打开这一页以后" in told
    assert all(word in told for word in both)
    refused = client.post(url, confirm)
    assert (refused.status_code, Answer.objects.count()) == (200, 1)
    assert all(word in refused.text for word in ("您打开这一页以后", *both))
    again = {**confirm, "seen": hidden(refused.text, "seen")}
    assert (client.post(url, again).status_code, Answer.objects.count()) == (302, 2)


def hidden(page, name):
    field = next(tag for tag in re.findall("<input[^>]*>", page) if f'name="{name}"' in tag)
    return re.search(r'value="(\d*)"', field)[1]


@pytest.fixture
def vote(building, leader, resident):
    return make_open_canvass(building, leader, **SECRET)


def ballot_form(client, vote):
    """The hidden fields of the second page, for 赞成."""
    page = client.post(to(vote, "ballot"), {"choice": "agree"})
    assert "管服务器的人" in page.content.decode()
    names = ("choice", "signed", "blind", "receipt")
    choice, signed, blind, receipt = (page.context[name] for name in names)
    form = {"choice": choice, "receipt": signed, "blind": blind, "do": "cast", "once": blind}
    return form, receipt


def test_a_secret_vote_from_the_choice_to_the_receipt(enter, vote):
    client = enter("resident")
    form, receipt = ballot_form(client, vote)
    assert client.post(to(vote, "ballot"), form).status_code == 302
    assert SealedBallot.objects.count() == 1
    assert "在票箱里" in client.post(to(vote, "box"), {"code": receipt}).content.decode()
    again = client.post(to(vote, "ballot"), {**form, "once": "y"})
    assert (again.status_code, SealedBallot.objects.count()) == (302, 1)
    assert "两位保管人一起才打开票箱" in client.get(to(vote)).content.decode()


@pytest.mark.parametrize("receipt", ["AAAAA-BBBBB", "", "x" * 201, "own"])
def test_the_voter_does_not_choose_the_receipt(enter, vote, household, receipt):
    """Neither a word of one's own, nor one that was made for another household."""
    client = enter("resident")
    form, _receipt = ballot_form(client, vote)
    if receipt == "own":
        other = vote.voices.exclude(household=household).first()
        receipt = sign_receipt(vote, other, "AAAAA-BBBBB")
    client.post(to(vote, "ballot"), {**form, "receipt": receipt})
    assert SealedBallot.objects.count() == 0


def test_a_receipt_that_is_in_the_box_is_answered_with_a_sentence(enter, vote, leader):
    client = enter("resident")
    form, receipt = ballot_form(client, vote)
    lead = vote.voices.get(household=leader.memberships.get().household)
    secret.cast_ballot(vote, lead, choice="agree", receipt=receipt, by=leader)
    answer = client.post(to(vote, "ballot"), form, follow=True)
    assert "这个回执号已经用过了" in answer.content.decode()
    assert SealedBallot.objects.count() == 1
