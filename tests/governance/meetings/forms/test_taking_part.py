from __future__ import annotations

import pytest
from django.utils import timezone

from governance.meetings.forms.taking_part import (
    AskForm,
    AttendanceForm,
    CorrectForm,
    DecisionForm,
    ProposeForm,
)
from governance.meetings.models import AgendaItem, Correction
from tests.factories import HouseholdFactory
from tests.factories.meetings import MeetingFactory, PresenceFactory

pytestmark = pytest.mark.django_db
ITEM = AgendaItem(pk=5, number=2, title="墙面", points="墙脏了\n爷叔来刷")


def test_a_proposal_is_accepted_without_a_word_and_declined_with_a_reason():
    accepted, declined = (DecisionForm({"decision": word}) for word in ("yes", "no"))
    assert accepted.is_valid()
    assert accepted.yes
    assert declined.errors == {"answer": ["请写一句为什么，让提的人明白。"]}
    reasoned = DecisionForm({"decision": "no", "answer": "下次商量"})
    assert reasoned.is_valid()
    assert not reasoned.yes


def test_a_proposal_has_a_title_of_one_line():
    assert ProposeForm({"title": "纸箱"}).is_valid()
    assert list(ProposeForm({"title": "　"}).errors) == ["title"]
    form = ProposeForm({"title": "四楼\n转角"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == "四楼 转角"


def test_a_correction_of_an_item_shows_its_points_and_their_version():
    form = CorrectForm(Correction(item=ITEM))
    assert list(form.fields) == ["decision", "points", "answer", "version"]
    assert (form["points"].value(), form["version"].value()) == (ITEM.points, ITEM.version)
    assert [words for _key, words in form.fields["decision"].choices] == [
        "说得对，改记录",
        "记录不改，说明原因",
    ]


def test_a_correction_of_the_whole_has_no_points():
    assert list(CorrectForm(Correction()).fields) == ["decision", "answer"]


def test_a_correction_names_its_item_or_the_minutes_as_a_whole():
    whole, one = (AskForm([ITEM], {"item": pk, "text": "不对"}) for pk in ("", "5"))
    assert whole.is_valid()
    assert one.is_valid()
    assert (whole.chosen, one.chosen) == (None, ITEM)
    assert dict(one.fields["item"].choices)["5"] == "2. 墙面"
    assert list(AskForm([ITEM], {"item": "6", "text": "不对"}).errors) == ["item"]
    assert list(AskForm([], {"item": "", "text": " "}).errors) == ["text"]


def test_attendance_is_ticked_among_the_households_of_that_day(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    gone = HouseholdFactory(building=cast.building, until=timezone.localdate(meeting.starts_at))
    elsewhere = HouseholdFactory(building=cast.next_door)
    form = AttendanceForm(meeting, {"present": [str(cast.home.pk)]})
    assert form.is_valid()
    assert form.households == [cast.home]
    assert AttendanceForm(meeting, {}).is_valid()
    for home in (gone, elsewhere):
        assert list(AttendanceForm(meeting, {"present": [str(home.pk)]}).errors) == ["present"]


def test_a_household_that_came_stays_on_the_list_after_it_moved_out(cast):
    meeting = MeetingFactory(building=cast.building, held=True)
    gone = HouseholdFactory(building=cast.building, until=timezone.localdate(meeting.starts_at))
    before = AttendanceForm(meeting)["version"].value()
    PresenceFactory(meeting=meeting, household=gone)
    form = AttendanceForm(meeting, {"present": [str(gone.pk)]})
    assert form.is_valid()
    assert form.households == [gone]
    assert AttendanceForm(meeting)["version"].value() != before


def test_only_published_attendance_asks_what_was_changed(cast):
    held, published = (
        MeetingFactory(building=cast.building, **{state: True}) for state in ("held", "published")
    )
    assert "reason" not in AttendanceForm(held).fields
    assert "reason" in AttendanceForm(published).fields
