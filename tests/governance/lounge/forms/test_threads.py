"""The form of each kind of thread, and of replies. No database: nothing is saved."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from governance.lounge.forms.moderation import PauseForm
from governance.lounge.forms.posts import PostForm, ReplyForm
from governance.lounge.forms.threads import (
    FORMS,
    AttendForm,
    InvitationForm,
    WorryForm,
    initial_of_thread,
)
from governance.lounge.inputs import InvitationInput
from governance.lounge.lifecycle import INITIAL_STATE, LIFECYCLE_OF_KIND
from governance.lounge.models import Invitation, Post, Thread

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
TEXT = {"title": "看菊花", "text": "地铁口见"}
WALK = {**TEXT, "starts_at": "2026-11-28T09:00", "place": "楼下", "minutes": "120"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def to_input(form):
    assert form.is_valid(), form.errors
    return form.to_input()


def test_every_kind_of_thread_has_its_form_and_its_life():
    assert set(FORMS) == set(Thread.Kind) == set(LIFECYCLE_OF_KIND) == set(INITIAL_STATE)
    for kind, state in INITIAL_STATE.items():
        assert state in LIFECYCLE_OF_KIND[kind].states


@pytest.mark.parametrize("kind", ["need", "worry", "plan"])
def test_only_an_invitation_has_a_time_and_a_place(kind):
    data = to_input(FORMS[kind]({**WALK}))
    assert (data.kind, data.title, data.text, data.invitation) == (kind, "看菊花", "地铁口见", None)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize(
    ("name", "value"), [("title", "长" * 61), ("title", " "), ("text", ""), ("text", "长" * 5001)]
)
def test_no_kind_takes_an_empty_or_endless_text(kind, name, value):
    if name == "text" and value and Post._meta.get_field("text").max_length != 5000:
        value = "长" * (Post._meta.get_field("text").max_length + 1)
    assert list(FORMS[kind]({**WALK, name: value}).errors) == [name]


def test_only_a_worry_may_be_told_without_a_name():
    for kind, form in FORMS.items():
        assert to_input(form({**WALK, "unnamed": "on"})).unnamed is (kind == "worry")
    assert not to_input(WorryForm(TEXT)).unnamed


def test_an_invitation_says_when_where_and_for_how_many():
    starts_at = dt.datetime(2026, 11, 28, 9, tzinfo=SHANGHAI)
    assert to_input(InvitationForm(WALK)).invitation == InvitationInput(
        starts_at=starts_at, place="楼下", minutes=120, room_for=None
    )
    assert to_input(InvitationForm({**WALK, "room_for": "1"})).invitation.room_for == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starts_at", "2026-11-24T10:00"),
        ("starts_at", "2026-11-24T09:59"),
        ("place", " "),
        ("minutes", "0"),
        ("minutes", str(3 * 24 * 60 + 1)),
        ("room_for", "0"),
        ("room_for", "501"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(name, value):
    assert list(InvitationForm({**WALK, name: value}).errors) == [name]


def test_an_invitation_may_begin_in_a_minute_and_last_three_days():
    form = InvitationForm({**WALK, "starts_at": "2026-11-24T10:01", "minutes": str(3 * 24 * 60)})
    assert form.is_valid()


def test_the_fields_of_an_invitation_stand_in_the_order_of_the_question():
    assert list(InvitationForm().fields) == [
        "title",
        "starts_at",
        "place",
        "minutes",
        "room_for",
        "text",
        "photos",
    ]


def test_the_form_of_an_invitation_begins_with_what_was_said():
    thread = Thread(kind="invitation", title="看菊花", starts_at=NOW)
    thread.invitation = Invitation(place="楼下", minutes=90, room_for=8)
    assert initial_of_thread(thread, Post(text="地铁口见")) == {
        **TEXT,
        "starts_at": NOW,
        "place": "楼下",
        "minutes": 90,
        "room_for": 8,
    }
    assert initial_of_thread(Thread(title="借梯子"), Post(text="一天")) == {
        "title": "借梯子",
        "text": "一天",
    }


@pytest.mark.parametrize(
    ("people", "valid"), [("0", True), ("1", True), ("-1", False), ("", False), ("两", False)]
)
def test_nobody_coming_is_a_number_too(people, valid):
    assert AttendForm({"people": people}).is_valid() is valid


def test_a_reply_may_quote_a_post_by_its_number():
    plain, quoting = (to_input(ReplyForm({"text": "好", "quotes": q})) for q in ("", "3"))
    assert (plain.quotes, quoting.quotes, plain.photos) == (None, 3, ())
    assert list(ReplyForm({"text": "好", "quotes": "0"}).errors) == ["quotes"]
    assert list(ReplyForm({"text": "　"}).errors) == ["text"]
    assert to_input(PostForm({"text": "改过的"})).text == "改过的"


@pytest.mark.parametrize(
    ("until", "valid"),
    [
        ("2026-11-24", False),
        ("2026-11-25", True),
        ("2027-02-22", True),
        ("2027-02-23", False),
        ("2026-02-30", False),
    ],
)
def test_a_pause_lasts_from_one_day_to_ninety(until, valid):
    form = PauseForm({"until": until, "reason": "一再吵架"})
    assert form.is_valid() is valid
    assert list(form.errors) == ([] if valid else ["until"])
