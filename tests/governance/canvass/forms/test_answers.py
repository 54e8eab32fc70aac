"""What a household answers, on the web and on paper. No database: the canvasses are not saved."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from governance.canvass.forms.answers import AnswerForm, PaperAnswerForm, ReceiptForm, SlipForm
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass

PAPER = {"choice": "agree", "channel": "meeting", "signer": "王秀英", "relation": "self"}
PDF = b"%PDF-1.4 %%EOF"


def question(**more):
    later = timezone.now() + dt.timedelta(days=3)
    plain = {"purpose": "consent", "state": "open", "closes_at": later, "version": 4}
    return Canvass(**{**plain, **more})


def closed(**more):
    before = timezone.now() - dt.timedelta(hours=1)
    return question(state="closed", closes_at=before, closed_at=before, **more)


def paper(canvass, *, clash=False, files=(), **fields):
    uploads = {name: [SimpleUploadedFile("a.pdf", PDF, "application/pdf")] for name in files}
    return PaperAnswerForm(canvass, {**PAPER, **fields}, MultiValueDict(uploads), clash=clash)


def test_against_needs_a_reason_and_the_other_choices_need_none():
    against = AnswerForm({"choice": "object", "reason": " "})
    assert against.errors == {"reason": ["请写一句为什么，好让大家一起想办法。"]}
    for choice in ("agree", "abstain", "taken_back"):
        assert AnswerForm({"choice": choice}).is_valid()
    assert list(AnswerForm({"choice": "perhaps"}).errors) == ["choice"]


def test_what_was_not_read_or_seen_is_zero():
    form = AnswerForm({"choice": "agree"})
    assert form.is_valid()
    assert form.to_input() == AnswerInput(choice="agree", reason="", seen=0, version=0)
    full = AnswerForm({"choice": "object", "reason": "吵", "seen": "31", "version": "2"})
    assert full.is_valid()
    said = AnswerInput(choice="object", reason="吵", seen=31, compares=True, version=2)
    assert full.to_input() == said


@pytest.mark.parametrize(("name", "value"), [("seen", "-1"), ("version", "0"), ("seen", "x")])
def test_a_number_that_no_page_sends_is_refused(name, value):
    assert list(AnswerForm({"choice": "agree", name: value}).errors) == [name]


@pytest.mark.parametrize(
    ("channel", "asked"), [("door", True), ("slip", True), ("meeting", False), ("phone", False)]
)
def test_what_was_signed_at_the_door_or_on_a_slip_comes_with_its_paper(channel, asked):
    assert paper(question(), channel=channel).is_valid() is not asked
    assert paper(question(), channel=channel, files=["evidence"]).is_valid()


def test_an_answer_on_the_phone_needs_a_photo_if_that_was_decided_before():
    strict = question(phone_needs_photo=True)
    assert paper(strict, channel="phone").errors == {
        "evidence": ["请拍一张签了字的纸，没有照片不能算。"]
    }
    assert paper(strict, channel="phone", files=["evidence"]).is_valid()
    assert paper(strict, channel="meeting").is_valid()


def test_who_signs_for_another_shows_the_mandate():
    form = paper(question(), relation="authorised")
    assert form.errors == {"mandate": ["受委托签字的，请把委托书也拍下来。"]}
    signed = paper(question(), relation="authorised", files=["mandate"])
    assert signed.is_valid()
    assert (signed.paper.mandate.name, signed.paper.evidence) == ("a.pdf", None)


@pytest.mark.parametrize(
    ("name", "value"), [("channel", "web"), ("choice", "taken_back"), ("signer", " ")]
)
def test_a_helper_enters_no_web_answer_takes_none_back_and_names_the_signer(name, value):
    assert list(paper(question(), **{name: value}).errors) == [name]


def test_what_the_helper_leaves_open_is_now_and_the_present_text():
    form = paper(question())
    assert form.is_valid()
    assert (form.paper.said_at, form.paper.version, form.paper.settles) == (None, 0, False)
    assert form["version"].value() is None
    assert PaperAnswerForm(question())["version"].value() == 4


def test_only_where_two_answers_differ_the_paper_may_settle_it():
    assert "settles" not in paper(question()).fields
    crafted = paper(question(), settles="on")
    assert crafted.is_valid()
    assert not crafted.paper.settles
    form = paper(question(), clash=True, settles="on")
    assert form.is_valid()
    assert form.paper.settles


def test_after_the_deadline_only_signed_paper_with_its_day_and_photo_is_taken():
    form = paper(closed())
    assert set(form.errors) == {"said_at", "evidence"}
    moment = timezone.localtime(timezone.now() - dt.timedelta(hours=2))
    signed = {"said_at": f"{moment:%Y-%m-%dT%H:%M}", "files": ["evidence"]}
    assert paper(closed(), **signed).is_valid()
    assert list(paper(closed(), channel="phone", **signed).errors) == ["channel"]


def test_once_the_late_days_are_over_the_form_is_as_before():
    assert not closed(late_days=0).takes_late_paper
    assert not paper(closed(late_days=0)).fields["said_at"].required


def test_the_words_of_the_choices_are_those_of_the_question():
    named = dict(paper(question(purpose="hear")).fields["choice"].choices)
    assert list(named.items())[:2] == [("agree", "没有意见"), ("object", "有意见")]
    assert "taken_back" not in named


@pytest.mark.parametrize("typed", ["k7m2 p9", " K7M-2P9 ", "Ｋ７Ｍ２Ｐ９", "k7m2p9。"])
def test_the_code_of_a_slip_is_read_however_it_is_typed(typed):
    form = SlipForm({"code": typed})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "K7M2P9"


def test_a_code_that_is_missing_or_far_too_long_is_refused():
    assert [list(SlipForm({"code": code}).errors) for code in ("", "A" * 13)] == [["code"]] * 2
    assert list(ReceiptForm({"code": " "}).errors) == ["code"]
