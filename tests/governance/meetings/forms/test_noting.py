from __future__ import annotations

import datetime as dt

import pytest

from governance.meetings.forms.noting import (
    DaysForm,
    PointsForm,
    ResolveForm,
    initial_for_resolution,
    initial_of_resolution,
)
from governance.meetings.models import Meeting
from tests.factories.meetings import MeetingFactory, ResolutionFactory, TaskFactory

pytestmark = pytest.mark.django_db
TEXT = {"text": "周六刷墙", "kind": "agreed", "way": "nowhere"}


@pytest.fixture(scope="module")
def meeting(cast):
    return MeetingFactory(building=cast.building, held=True)


def resolve(meeting, **data):
    return ResolveForm(meeting, {**TEXT, **data}, names=True)


def to_input(form):
    assert form.errors == {}
    return form.to_input()


def test_a_task_needs_a_person_and_a_day_and_other_ways_need_neither(meeting):
    assert resolve(meeting, way="task").errors == {
        "who": ["请选谁去办。"],
        "due_on": ["请写到哪天办好。"],
    }
    for way in ("canvass", "charter", "next", "nowhere"):
        assert resolve(meeting, way=way).is_valid(), way


def test_only_who_lives_here_takes_a_task(cast, meeting):
    taken = {"way": "task", "due_on": "2026-12-01"}
    data = to_input(resolve(meeting, who=str(cast["resident"].pk), **taken))
    assert (data.who, data.due_on) == (cast["resident"], dt.date(2026, 12, 1))
    for persona in ("neighbour", "staff"):
        assert list(resolve(meeting, who=str(cast[persona].pk), **taken).errors) == ["who"]


@pytest.mark.parametrize(
    ("hands", "counted"),
    [
        ({}, None),
        ({"hands_for": "12"}, (12, 0, 0)),
        ({"hands_against": "0"}, (0, 0, 0)),
        ({"hands_for": "8", "hands_against": "2", "hands_abstain": "1"}, (8, 2, 1)),
    ],
)
def test_hands_are_counted_once_one_number_was_written(meeting, hands, counted):
    assert to_input(resolve(meeting, **hands)).hands == counted


@pytest.mark.parametrize("typed", ["-1", "1000", "很多"])
def test_a_number_of_hands_that_cannot_be_is_refused(meeting, typed):
    assert list(resolve(meeting, hands_for=typed).errors) == ["hands_for"]


def test_names_are_written_out_or_only_as_far_as_neighbours_agreed(cast, meeting):
    resident = cast["resident"]
    resident.shows_name = False
    resident.save()

    def offered(*, names):
        choices = ResolveForm(meeting, names=names).fields["who"].choices
        return dict(choices)[str(resident.pk)]

    assert offered(names=True).startswith(str(resident))
    assert str(resident) not in offered(names=False)
    assert offered(names=False) == f"{resident.known_as} {cast.home}"


def test_a_new_resolution_is_a_task_of_two_weeks(meeting, time_machine):
    time_machine.move_to(dt.datetime(2028, 2, 14, 17, tzinfo=dt.UTC), tick=False)
    form = initial_for_resolution(meeting, names=True)
    assert (form.initial["due_on"], form["way"].value()) == (dt.date(2028, 2, 29), "task")


def test_the_form_of_a_resolution_sends_back_what_is_stored(cast, meeting):
    plain = ResolutionFactory(
        item__meeting=meeting, way="next", hands_for=3, hands_against=0, hands_abstain=0
    )
    taken = TaskFactory(resolution__item__meeting=meeting, taken_by=cast["resident"])
    for stored, who, day, hands in (
        (plain, None, None, (3, 0, 0)),
        (taken.resolution, cast["resident"], taken.due_on, None),
    ):
        shown = initial_of_resolution(meeting, stored, names=True)
        values = {name: shown[name].value() for name in shown.fields if name != "attached"}
        sent = {name: str(value) for name, value in values.items() if value is not None}
        data = to_input(ResolveForm(meeting, sent, names=True))
        assert (data.text, data.kind, data.way) == (stored.text, stored.kind, stored.way)
        assert (data.who, data.due_on, data.hands) == (who, day, hands)
        assert sent["version"] == stored.version


def test_published_minutes_are_changed_with_a_reason_and_others_without():
    quiet, published = Meeting(), Meeting(published_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert PointsForm(quiet, {"points": ""}).is_valid()
    assert list(PointsForm(published, {"points": "墙脏了"}).errors) == ["reason"]
    assert PointsForm(published, {"points": "", "reason": "写错了"}).is_valid()


@pytest.mark.parametrize(("days", "valid"), [("3", True), ("14", True), ("4", False), ("", False)])
def test_minutes_are_checked_for_one_of_the_offered_numbers_of_days(days, valid):
    form = DaysForm({"days": days})
    assert form.is_valid() is valid
    if valid:
        assert form.cleaned_data["days"] == int(days)
