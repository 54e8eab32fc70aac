"""While people answer, only a correction keeps what they said, and they are told of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering, counting, drafting, opening, rewording
from governance.canvass.forms.changes import (
    RewordCanvassForm,
)
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import Canvass, TextVersion
from louzu.lib.errors import Refused
from tests.factories.canvass import (
    canvass_input,
    canvass_url,
    make_open_canvass,
    move_past_deadline,
    voice_of,
)
from tests.news import open_page

pytestmark = pytest.mark.django_db
NEWS = "您家答复以后，正文改过几个字"


def reword(canvass, body, *, by, material=False):
    version = Canvass.objects.get(pk=canvass.pk).version
    return rewording.reword_canvass(
        canvass, RewordInput(version=version, body=body, material=material, reason="错字"), by=by
    )


@pytest.mark.parametrize("body", ["在楼道堆物。", "不在楼道堆放旧物。", "别的话" * 100])
def test_one_persons_word_does_not_make_it_a_correction(canvass, leader, body):
    with pytest.raises(Refused, match="不算改错字"):
        reword(canvass, body, by=leader)
    assert reword(canvass, body, by=leader, material=True).material_version == 2


def test_small_steps_do_not_add_up(canvass, leader):
    """It is compared with the text to which everybody was asked, not with the last correction."""
    reword(canvass, "不在楼到堆物。", by=leader)
    with pytest.raises(Refused, match="改的地方多了"):
        reword(canvass, "不在楼到堆务。", by=leader)
    reword(canvass, "不在楼到堆务。", by=leader, material=True)
    assert reword(canvass, "不在楼道堆务。", by=leader).material_version == 3


def test_answers_do_not_fall_away_when_nobody_could_answer_anew(canvass, voice, resident, leader):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    soon = timezone.now() + dt.timedelta(days=2)
    Canvass.objects.filter(pk=canvass.pk).update(closes_at=soon)
    with pytest.raises(Refused, match="来不及请大家再答一次"):
        reword(canvass, "楼道可以堆物。", by=leader, material=True)
    reword(canvass, "不在楼到堆物。", by=leader)
    opening.extend_canvass(canvass, until=soon + dt.timedelta(days=4), reason="改了", by=leader)
    assert reword(canvass, "楼道可以堆物。", by=leader, material=True).material_version == 3


def test_a_correction_in_the_last_minute_is_told_after_the_end(
    enter, canvass, voice, resident, leader
):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    reword(canvass, "不在楼到堆物。", by=leader)
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    client, home = enter("resident"), reverse("home:home", args=["114"])
    page = client.get(home).text
    assert NEWS in page
    assert "想改答复也可以" not in page
    assert "改答复" not in open_page(client, canvass_url(canvass, "versions")).text
    assert NEWS not in client.get(home).text


def test_what_is_asked_and_the_choices_are_never_reworded(canvass, leader):
    assert set(RewordCanvassForm().fields) == {"body", "material", "reason", "version", "attached"}
    for more in ({"question": "别的？"}, {"preset": "everyone"}, {"purpose": "vote"}):
        with pytest.raises(Refused):
            drafting.edit_canvass(canvass, canvass_input(canvass, **more), by=leader)


def test_a_household_that_had_answered_is_told_and_may_answer_otherwise(
    enter, canvass, voice, resident, leader, building
):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    client, home = enter("resident"), reverse("home:home", args=["114"])
    assert NEWS not in client.get(home).text
    reword(canvass, "不在楼到堆物。", by=leader)
    page = client.get(home).text
    assert NEWS in page
    assert canvass_url(canvass, "versions") in page
    client.get(canvass_url(canvass, "versions"))
    assert NEWS in client.get(home).text, "a GET changes nothing"
    both = open_page(client, canvass_url(canvass, "versions")).text
    assert ("不在楼道堆物。" in both, "不在楼到堆物。" in both) == (True, True)
    assert f"{canvass_url(canvass, 'answer')}?voice={voice.number}" in both
    assert NEWS not in client.get(home).text
    answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=resident)
    reword(canvass, "不在楼道堆物！", by=leader)
    assert NEWS in client.get(home).text


def test_households_that_have_not_answered_are_not_told_of_it(enter, canvass, voice, leader):
    reword(canvass, "不在楼到堆物。", by=leader)
    assert NEWS not in enter("resident").get(reverse("home:home", args=["114"])).text


def test_the_result_says_when_it_was_reworded_and_how_many_had_answered(
    enter, canvass, voice, resident, leader, counter
):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    reword(canvass, "不在楼到堆物。", by=leader)
    assert [text.answered for text in TextVersion.objects.order_by("number")] == [None, 1]
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    for one in (leader, counter):
        counting.count_canvass(canvass, by=one, anyway=True)
    client = enter("resident")
    for address in ("page", "result", "versions"):
        assert (
            "改成第2稿，当时1户已经答复，照旧算：错字"
            in client.get(canvass_url(canvass, address)).text
        )
    printed = client.get(canvass_url(canvass, "result")).text
    assert ("不在楼道堆物。" in printed, "不在楼到堆物。" in printed) == (True, True)
    [first, second] = client.get(canvass_url(canvass, "record", "json")).json()["texts"]
    assert first["text"] == "不在楼道堆物。"
    found = {name: second[name] for name in ("number", "material", "reason", "answered", "text")}
    assert found == {
        "number": 2,
        "material": False,
        "reason": "错字",
        "answered": 1,
        "text": "不在楼到堆物。",
    }
    assert client.get(canvass_url(canvass, "record", "xlsx")).status_code == 200


def test_a_reworded_posting_does_not_tell_how_many_had_objected(enter, building, leader, household):

    canvass = make_open_canvass(building, leader, purpose="hear", preset="tell")
    by = leader
    answering.answer_on_web(
        canvass,
        voice_of(canvass, leader.memberships.get().household),
        AnswerInput(choice="object", reason="吵"),
        by=by,
    )
    reword(canvass, "不在楼到堆物。", by=leader)
    client = enter("resident")
    assert "当时" not in client.get(canvass_url(canvass, "versions")).text
    assert client.get(canvass_url(canvass, "record", "json")).json()["texts"][1]["answered"] is None


def test_the_form_says_why_and_keeps_what_was_typed(enter, canvass, leader):
    form = {"body": "楼道可以堆物。", "reason": "错字", "version": 1, "do": "save"}
    page = enter("leader").post(canvass_url(canvass, "reword"), form).text
    assert "不算改错字" in page
    assert "楼道可以堆物。" in page
    assert Canvass.objects.get(pk=canvass.pk).version == 1
