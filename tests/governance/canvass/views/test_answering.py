from __future__ import annotations

import pytest

from governance.canvass import actions
from governance.canvass.models import Answer, Ballot
from tests.factories import (
    MembershipFactory,
)
from tests.factories.canvass import at as to
from tests.factories.canvass import (
    opened,
)

pytestmark = pytest.mark.django_db


def test_a_household_answers_confirms_changes_and_takes_back(enter, canvass, voice, resident):
    client = enter("resident")
    assert "请您家表态" in client.get("/b/114/").content.decode()
    confirm = client.post(to(canvass, "answer"), {"choice": "object", "version": "1"})
    assert (confirm.status_code, Answer.objects.count()) == (200, 0)
    answer = {"choice": "object", "seen": "0", "version": "1", "do": "answer"}
    assert "请写一句为什么" in client.post(to(canvass, "answer"), answer).content.decode()
    assert client.post(to(canvass, "answer"), {**answer, "reason": "吵"}).status_code == 302
    assert "请您家表态" not in client.get("/b/114/").content.decode()
    client.post(to(canvass, "answer"), {**answer, "choice": "taken_back"})
    assert list(Answer.objects.values_list("choice", flat=True)) == ["object", "taken_back"]
    assert "请您家表态" in client.get("/b/114/").content.decode()


def test_the_first_of_two_at_home_is_told_that_the_later_answered_otherwise(
    enter, canvass, voice, household, resident
):
    son = MembershipFactory(household=household).user
    actions.answer_on_web(canvass, voice, choice="agree", by=resident)
    later = actions.answer_on_web(canvass, voice, choice="abstain", by=son)
    assert "家里人改了您家的答复" in enter("resident").get("/b/114/").content.decode()
    enter("resident").post(to(canvass, "check", later.pk))
    assert "家里人改了您家的答复" not in enter("resident").get("/b/114/").content.decode()


def test_a_secret_vote_from_the_choice_to_the_receipt(enter, building, leader, resident):
    canvass = opened(building, leader, purpose="vote", preset="residents_meeting", secret=True)
    client = enter("resident")
    page = client.post(to(canvass, "ballot"), {"choice": "agree"})
    receipt = page.context["receipt"]
    assert receipt in page.content.decode()
    form = {"choice": "agree", "receipt": receipt, "do": "cast", "once": "x"}
    assert client.post(to(canvass, "ballot"), form).status_code == 302
    assert Ballot.objects.count() == 1
    assert "在票箱里" in client.post(to(canvass, "box"), {"code": receipt}).content.decode()
    again = client.post(to(canvass, "ballot"), {**form, "once": "y"})
    assert (again.status_code, Ballot.objects.count()) == (302, 1)
    shown = client.get(to(canvass)).content.decode()
    assert "不记名：截止以后才打开票箱" in shown
    assert enter("leader").get(to(canvass, "bring", 1)).status_code == 403
