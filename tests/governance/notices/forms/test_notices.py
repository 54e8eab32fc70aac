"""What may be changed in a notice, before and after it hangs. No database: nothing is saved."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from governance.notices.forms.notices import NoticeForm, PaperPhotoForm, PostingForm
from governance.notices.models import Notice
from tests.factories.canvass import photo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
TEXT = {"title": "换灯", "body": "周三", "audience": "residents"}
OLD = {"title": "旧的", "body": "旧的", "state": "posted", "pk": 7, "announced": True}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def to_input(form):
    assert form.is_valid(), form.errors
    return form.to_input()


def hanging(*, hours=-1, **more):
    return Notice(**{**OLD, "shows_from": NOW + dt.timedelta(hours=hours), **more})


def test_a_plain_notice_hangs_at_once_for_ever_and_for_residents():
    data = to_input(NoticeForm(TEXT))
    assert (data.shows_from, data.expires_at, data.pinned, data.asks) == (None, None, False, False)
    assert (data.audience, data.period, data.files) == ("residents", "", ())


@pytest.mark.parametrize(
    ("start", "end", "errors"),
    [
        ("", "", {}),
        ("2026-11-25T09:00", "", {}),
        ("2026-11-25T09:00", "2026-11-25T11:00", {}),
        (
            "2026-11-25T09:00",
            "2026-11-25T09:00",
            {"happens_until": ["结束的时间要晚于开始的时间。"]},
        ),
        ("", "2026-11-25T09:00", {"happens_from": ["写了到什么时候，也请写从什么时候开始。"]}),
    ],
)
def test_an_event_ends_after_it_begins(start, end, errors):
    form = NoticeForm({**TEXT, "happens_from": start, "happens_until": end})
    assert form.errors == errors


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({}, {"happens_from": ["这个时间已经过去了，请看看日子。"]}),
        ({"happens_until": "2026-11-24T11:00"}, {}),
        ({"happens_from": "2026-11-26T09:00", "shows_from": "2026-11-25T09:00"}, {}),
        (
            {"happens_from": "2026-11-26T09:00", "shows_from": "2026-11-26T09:00"},
            {"shows_from": ["贴出来的时候，这件事已经过去了。"]},
        ),
        (
            {"happens_from": "2026-11-26T09:00", "expires_at": "2026-11-26T08:00"},
            {"expires_at": ["这件事还没过去，通知就撤下了。"]},
        ),
    ],
)
def test_a_notice_hangs_before_its_event_and_until_it_is_over(more, errors):
    assert NoticeForm({**TEXT, "happens_from": "2026-11-24T09:00", **more}).errors == errors


def test_what_is_past_may_still_be_corrected():
    notice = hanging(hours=-48, happens_from=NOW - dt.timedelta(hours=1))
    form = NoticeForm({**TEXT, "happens_from": "2026-11-24T09:00"}, instance=notice)
    assert form.errors == {}


def test_a_posting_has_no_event_and_is_not_urgent():
    form = PostingForm({**TEXT, "period": "stairwell", "happens_from": "2026-11-25T09:00"})
    assert to_input(form).happens_from is None
    assert {"happens_from", "happens_until", "urgent"} & set(form.fields) == set()


@pytest.mark.parametrize(
    ("begins", "ends", "valid"),
    [
        ("", "2026-11-24T10:00", False),
        ("", "2026-11-24T10:01", True),
        ("2026-11-25T10:00", "2026-11-25T10:00", False),
        ("2026-11-25T10:00", "2026-11-25T10:01", True),
        ("2026-11-20T10:00", "2026-11-21T10:00", True),
    ],
)
def test_a_notice_comes_down_after_it_was_put_up(begins, ends, valid):
    form = NoticeForm({**TEXT, "shows_from": begins, "expires_at": ends})
    assert form.is_valid() is valid
    assert form.errors == ({} if valid else {"expires_at": ["撤下的时间要晚于张贴的时间。"]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", " "),
        ("title", "长" * 121),
        ("body", ""),
        ("audience", "world"),
        ("body", "\u200b"),
    ],
)
def test_an_empty_or_endless_text_is_refused(name, value):
    assert list(NoticeForm({**TEXT, name: value}).errors) == [name]


def test_a_title_of_the_full_length_fits():
    assert to_input(NoticeForm({**TEXT, "title": "长" * 120})).title == "长" * 120


def test_only_those_who_may_ask_every_household_are_offered_it():
    assert not to_input(NoticeForm({**TEXT, "asks": "on"})).asks
    assert to_input(NoticeForm({**TEXT, "asks": "on"}, may_ask=True)).asks


def test_who_may_not_ask_does_not_take_back_what_another_asked():
    draft = Notice(**{**OLD, "state": "draft"}, asks=True)
    assert to_input(NoticeForm(TEXT, instance=draft)).asks
    assert not to_input(NoticeForm(TEXT, instance=draft, may_ask=True)).asks


def test_a_posted_notice_keeps_its_time_and_whether_it_asks():
    notice = hanging(asks=True)
    sent = {**TEXT, "shows_from": "2026-12-01T10:00"}
    data = to_input(NoticeForm(sent, instance=notice, may_ask=True))
    assert (data.shows_from, data.asks, data.title) == (notice.shows_from, True, "换灯")


def test_what_is_scheduled_may_still_be_moved():
    sent = {**TEXT, "shows_from": "2026-12-01T10:00"}
    data = to_input(NoticeForm(sent, instance=hanging(hours=1), may_ask=True))
    assert (data.shows_from.day, data.asks) == (1, False)


def test_the_title_of_what_is_carried_to_the_doors_stays():
    form = NoticeForm(TEXT, instance=hanging(canvass_id=3))
    assert (to_input(form).title, to_input(form).body) == ("旧的", "周三")
    assert "标题不能改" in form.fields["title"].help_text


def test_the_form_changes_nothing_in_the_notice_itself():
    notice = hanging()
    to_input(NoticeForm(TEXT, instance=notice))
    assert (notice.title, notice.body) == ("旧的", "旧的")


def test_after_a_conflict_the_form_keeps_what_was_typed_and_overwrites_when_sent_again():
    form = NoticeForm({**TEXT, "version": "1"}, instance=hanging())
    assert form.is_valid()
    theirs = hanging(version=4)
    form.against(theirs)
    assert (form["version"].value(), form["title"].value()) == ("4", "换灯")
    assert form.theirs is theirs


def posting(**more):
    return hanging(kind="posting", period="lift", expires_at=NOW + dt.timedelta(days=9), **more)


def test_a_posting_has_one_of_the_periods_and_never_asks():
    assert list(PostingForm(TEXT).errors) == ["period"]
    assert list(PostingForm({**TEXT, "period": "week"}).errors) == ["period"]
    data = to_input(PostingForm({**TEXT, "period": "owners", "asks": "on"}, may_ask=True))
    assert (data.period, data.asks) == ("owners", False)
    choices = dict(PostingForm().fields["period"].choices)
    assert choices["lift"].startswith("加装电梯的方案：10天，再加7天收意见（")
    assert choices["audit"].startswith("审计结果：30天（")


def test_a_posting_that_has_begun_keeps_its_text_period_and_end():
    notice = posting()
    sent = {**TEXT, "period": "stairwell", "expires_at": "2026-11-25T10:00", "pinned": "on"}
    data = to_input(PostingForm({**sent, "audience": "public"}, instance=notice))
    assert (data.title, data.body, data.period) == ("旧的", "旧的", "lift")
    assert data.expires_at == notice.expires_at
    assert (data.audience, data.pinned) == ("public", True)


@pytest.mark.parametrize("notice", [posting(hours=1), posting(state="draft")], ids=str)
def test_a_posting_that_has_not_begun_is_free_to_change(notice):
    data = to_input(PostingForm({**TEXT, "period": "stairwell"}, instance=notice))
    assert (data.title, data.period, data.expires_at) == ("换灯", "stairwell", None)


def paper(*names, **data):
    content = photo().content.jpeg
    uploads = [SimpleUploadedFile(name, content, "image/jpeg") for name in names]
    files = MultiValueDict({"photo": uploads})
    return PaperPhotoForm({"seen_on": "2026-11-24", **data}, files)


def test_the_paper_on_the_wall_is_one_photo_with_its_day():
    assert paper().errors == {"photo": ["请放一张照片，拍下墙上贴着的纸。"]}
    form = paper("a.jpg")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["photo"].name == "a.jpg"
    assert list(paper("a.jpg", seen_on="gestern").errors) == ["seen_on"]
    assert PaperPhotoForm()["seen_on"].value() == NOW.date()


def test_the_newer_of_two_photos_of_the_paper_is_used():
    form = paper("a.jpg", "b.jpg")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["photo"].name == "b.jpg"
