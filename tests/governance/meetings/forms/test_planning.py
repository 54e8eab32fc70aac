from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.translation import override

from governance.meetings.forms.planning import (
    MeetingForm,
    Rows,
    initial_for_meeting,
    initial_of_meeting,
)
from governance.meetings.models import TEMPLATES, MeetingKind
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
TEXT = {
    "kind": "hearing",
    "title": "墙面怎么刷",
    "starts_at": "2026-11-28T19:30",
    "minutes": "90",
    "place": "3楼公共客厅",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def meeting_form(cast, **data):
    return MeetingForm(cast.building, {**TEXT, **data})


@pytest.mark.parametrize(
    ("starts_at", "valid"), [("2026-11-24T10:00", False), ("2026-11-24T10:01", True)]
)
def test_a_meeting_begins_after_now(cast, starts_at, valid):
    form = meeting_form(cast, starts_at=starts_at)
    assert form.is_valid() is valid
    assert form.errors == ({} if valid else {"starts_at": ["开会的时间要在现在以后。"]})


@pytest.mark.parametrize(
    ("until", "valid"), [("2026-11-28T19:30", True), ("2026-11-28T19:31", False), ("", True)]
)
def test_proposals_end_at_the_beginning_at_the_latest(cast, until, valid):
    form = meeting_form(cast, proposals_until=until)
    assert form.is_valid() is valid
    assert list(form.errors) == ([] if valid else ["proposals_until"])


@pytest.mark.parametrize(("minutes", "valid"), [("0", False), ("600", True), ("601", False)])
def test_a_meeting_takes_from_one_minute_to_ten_hours(cast, minutes, valid):
    assert meeting_form(cast, minutes=minutes).is_valid() is valid


def test_empty_fields_default_to_the_host_no_url_and_no_deadline_for_proposals(cast):
    form = meeting_form(cast)
    assert form.is_valid()
    data = form.to_input()
    assert (data.note_taker, data.online, data.note, data.proposals_until) == (None, "", "", None)
    assert (data.kind, data.minutes, data.files) == ("hearing", 90, ())
    assert data.starts_at == dt.datetime(2026, 11, 28, 19, 30, tzinfo=SHANGHAI)


def test_an_address_on_the_web_may_be_typed_without_its_scheme(cast):
    form = meeting_form(cast, online="example.org/room")
    assert form.is_valid()
    assert form.to_input().online == "https://example.org/room"
    assert list(meeting_form(cast, online="一个群").errors) == ["online"]


def test_only_residents_can_be_chosen_to_take_notes(cast):
    form = meeting_form(cast, note_taker=str(cast["resident"].pk))
    assert form.is_valid()
    assert form.to_input().note_taker == cast["resident"]
    for persona in ("neighbour", "staff"):
        assert list(meeting_form(cast, note_taker=str(cast[persona].pk)).errors) == ["note_taker"]


def test_note_takers_are_offered_once_each_by_floor(cast):
    below = HouseholdFactory(building=cast.building, flat__floor=1, flat__room="101")
    above = HouseholdFactory(building=cast.building, flat__floor=6, flat__room="602")
    both, last = MembershipFactory(household=below).user, MembershipFactory(household=above).user
    MembershipFactory(household=above, user=both)
    gone = MembershipFactory(household=below, until=NOW.date()).user
    offered = [pk for pk, _name in meeting_form(cast).fields["note_taker"].choices]
    assert (offered[0], offered[-1]) == ("", str(last.pk))
    assert offered.count(str(both.pk)) == 1
    assert str(gone.pk) not in offered


def test_after_a_conflict_the_form_keeps_what_was_typed_and_overwrites_when_sent_again(cast):
    meeting = MeetingFactory.build(building=cast.building, sequence=7)
    form = meeting_form(cast, sequence="3")
    assert form.is_valid()
    form.against(meeting)
    assert (form["sequence"].value(), form["title"].value()) == ("7", "墙面怎么刷")
    assert form.theirs is meeting


def test_one_more_row_shows_what_was_typed_without_judging_it(cast):
    form = meeting_form(cast, starts_at="gestern", title="")
    again = form.unvalidated
    assert (again["starts_at"].value(), again["minutes"].value()) == ("gestern", "90")
    assert again.errors == {}


def agenda(*rows):
    """Return the agenda of rows of position and title, or the errors."""
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for at, (place, title, *more) in enumerate(rows):
        data |= {f"form-{at}-place": place, f"form-{at}-title": title}
        data |= dict(zip((f"form-{at}-minutes", f"form-{at}-brought_by"), more, strict=False))
    found = Rows(data)
    return [item.title for item in found.agenda] if found.is_valid() else found.errors


@pytest.mark.parametrize(
    ("places", "order"),
    [
        (("", "", ""), "甲乙丙"),
        (("1", "2", "3"), "甲乙丙"),
        (("3", "1", "2"), "乙丙甲"),
        (("1", "2", "1"), "丙甲乙"),
        (("3", "2", "3"), "乙丙甲"),
        (("", "", "1"), "丙甲乙"),
        (("2", "2", "2"), "丙乙甲"),
        (("9", "", ""), "乙丙甲"),
    ],
)
def test_a_changed_number_moves_the_item_to_that_position(places, order):
    assert "".join(agenda(*zip(places, "甲乙丙", strict=True))) == order


def test_a_position_alone_is_no_item_and_other_words_need_a_title():
    assert agenda(("", "甲"), ("2", "")) == ["甲"]
    assert agenda() == []
    without_title = agenda(("", "甲"), ("", "", "5"))
    assert without_title == [{}, {"title": ["这一项还没有议题。不要这一项，就都清空。"]}]


@pytest.mark.parametrize("row", [("0", "甲"), ("100", "甲"), ("", "甲", "0"), ("", "甲", "601")])
def test_a_position_or_a_length_that_cannot_be_is_refused(row):
    assert len(agenda(row)[0]) == 1


@pytest.mark.parametrize("kind", MeetingKind)
def test_each_kind_begins_with_its_usual_items_in_the_language_of_the_site(cast, kind):
    with override("en"):
        form, rows = initial_for_meeting(cast.building, kind)
    usual = [str(line.title) for line in TEMPLATES[kind]]
    assert [row.initial.get("title", "") for row in rows.forms] == [*usual, "", ""]
    assert form.initial == {"title": "", "place": "3楼公共客厅", "kind": kind}
    assert form["kind"].is_hidden


def test_the_form_of_a_meeting_sends_back_what_is_stored(cast):
    meeting = MeetingFactory(
        building=cast.building,
        kind="review",
        note_taker=cast["resident"],
        proposals_until=NOW + dt.timedelta(hours=3),
        starts_at=NOW + dt.timedelta(days=1),
        online="https://example.org/",
        note="带老花镜",
    )
    items = [AgendaItemFactory(meeting=meeting, number=number, minutes=5) for number in (2, 1)]
    shown, rows = initial_of_meeting(meeting)
    sent = {name: shown[name].value() for name in shown.fields if name != "attached"}
    for name in ("starts_at", "proposals_until"):
        sent[name] = f"{sent[name].astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
    again = MeetingForm(cast.building, sent)
    assert again.is_valid(), again.errors
    data = again.to_input()
    for name in ("kind", "title", "starts_at", "minutes", "place", "online", "note", "note_taker"):
        assert getattr(data, name) == getattr(meeting, name), name
    assert [(row.initial["item"], row.initial["place"]) for row in rows.initial_forms] == [
        (items[1].pk, 1),
        (items[0].pk, 2),
    ]
