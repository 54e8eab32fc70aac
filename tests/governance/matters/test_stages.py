"""A matter goes from stage to stage, on the day on which it did, and back."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from django.utils import timezone

from governance.journal.actions import happening_on, link
from governance.journal.models import Audience, LinkKind
from governance.matters.actions import stages
from governance.matters.actions.beginning import begin_matter
from governance.matters.inputs import MatterInput
from governance.matters.lifecycle import FORWARD, ORDER
from governance.matters.models import StageChange
from governance.matters.queries.lists import changes_of, matters_under_way_in
from governance.matters.queries.page import stage_marks_of
from governance.matters.queries.under_way import whereabouts_of
from louzu.lib.errors import Refused
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.meetings import TaskFactory

pytestmark = pytest.mark.django_db


def test_every_stage_is_reached_by_one_tap_and_told(building, leader):
    matter = MatterFactory(building=building)
    for step, stage in FORWARD.items():
        matter = stages.go_on(matter, step, by=leader)
        assert (matter.stage, building.journal.latest("number").verb) == (
            stage,
            stages.VERBS[stage],
        )
    assert [change.stage for change in changes_of(matter)] == list(ORDER[1:])


def test_a_step_may_be_left_out_and_none_is_taken_twice(building, leader):
    matter = stages.go_on(MatterFactory(building=building), "do", by=leader)
    for step in ("talk", "ask", "decide", "do", "keep"):
        with pytest.raises(Refused):
            stages.go_on(matter, step, by=leader)


def test_a_stage_has_the_day_on_which_it_was_reached(building, leader):
    begun, decided = dt.date(2019, 11, 3), dt.date(2020, 1, 18)
    matter = MatterFactory(building=building, begun_on=begun)
    matter = stages.go_on(matter, "decide", by=leader, on=decided)
    line = building.journal.latest("number")
    assert (line.verb, line.happened_on) == ("matters.decided", decided)
    days = {mark.stage: mark.on for mark in stage_marks_of(matter, changes_of(matter))}
    assert (days["raised"], days["decided"], days["asked"]) == (begun, decided, None)


def test_a_past_story_has_its_own_days(building, leader):
    days = [dt.date(2019, 11, 3), dt.date(2020, 1, 18)]
    with happening_on(days[0]):
        matter = begin_matter(building, MatterInput("装电梯"), by=leader)
    with happening_on(days[1]):
        matter = stages.go_on(matter, "decide", by=leader)
    assert [matter.begun_on, changes_of(matter)[0].on] == days
    lines = building.journal.order_by("-number").values_list("happened_on", flat=True)
    assert list(lines[:2]) == days[::-1]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (timezone.localdate() + dt.timedelta(days=1), "还没有到"),
        (dt.date(2019, 11, 2), "还早，请再看看"),
        (dt.date(204, 1, 1), "再看看年份"),
    ],
)
def test_a_day_to_come_or_before_the_last_step_is_refused(building, leader, on, words):
    matter = MatterFactory(building=building, begun_on=dt.date(2019, 11, 3))
    with pytest.raises(Refused, match=words):
        stages.go_on(matter, "talk", by=leader, on=on)
    matter.refresh_from_db()
    assert (matter.stage, StageChange.objects.count()) == ("raised", 0)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        *combinations(["talk", "ask", "decide", "do"], 2),
        *((step, "drop") for step in ("talk", "ask", "decide", "do")),
    ],
)
def test_each_step_can_be_taken_back(building, leader, first, last):
    matter = stages.go_on(MatterFactory(building=building), first, by=leader)
    before = matter.stage
    if last == "drop":
        matter = stages.drop_matter(matter, reason="没有钱", by=leader)
    else:
        matter = stages.go_on(matter, last, by=leader)
    matter = stages.go_back(matter, by=leader)
    assert (matter.stage, matter.dropped_reason) == (before, "")
    assert stages.go_back(matter, by=leader).stage == "raised"
    with pytest.raises(Refused, match="退不了"):
        stages.go_back(matter, by=leader)
    back = "matters.resumed" if last == "drop" else "matters.stepped_back"
    verbs = list(building.journal.order_by("number").values_list("verb", flat=True))
    assert verbs[-2:] == [back, "matters.stepped_back"]


def test_the_end_can_be_taken_back_too(building, leader):
    matter = MatterFactory(building=building)
    for step in ("do", "finish", "keep"):
        matter = stages.go_on(matter, step, by=leader)
    back = [(matter := stages.go_back(matter, by=leader)).stage for _ in range(3)]
    assert back == ["done", "doing", "raised"]


@pytest.mark.parametrize(
    ("state", "refused"), [("unworded", True), ("open", True), ("kept", False), ("waived", False)]
)
def test_no_matter_is_done_while_a_promise_is_open(building, leader, state, refused):
    matter = stages.go_on(MatterFactory(building=building), "do", by=leader)
    settled = {} if refused else {"said": "装好了", "settled_on": timezone.localdate()}
    PromiseFactory(
        matter=matter, state=state, words="" if state == "unworded" else "加扶手", **settled
    )
    if refused:
        with pytest.raises(Refused, match="还有1件没做到"):
            stages.go_on(matter, "finish", by=leader)
    else:
        assert stages.go_on(matter, "finish", by=leader).stage == "done"


def test_whoever_gives_a_matter_up_says_why(building, leader):
    matter = stages.drop_matter(MatterFactory(building=building), reason="没有钱", by=leader)
    assert (matter.stage, matter.dropped_reason) == ("dropped", "没有钱")
    marks = stage_marks_of(matter, changes_of(matter))
    assert [mark.stage for mark in marks if mark.current] == []
    assert [mark.stage for mark in marks if not mark.ahead] == ["raised"]


def test_a_declined_step_is_suggested_no_more_until_the_stage_changes(building, leader):
    matter, task = (
        MatterFactory(building=building),
        TaskFactory(building=building, resolution=None, text="量井道"),
    )
    link(building, matter, task, LinkKind.DONE_BY)

    def suggested():
        (found,) = whereabouts_of(matters_under_way_in(building))
        return found.suggestion.step if found.suggestion else None

    assert suggested() == "do"
    matter = stages.decline_step(matter, "do", by=leader)
    assert suggested() is None
    line = building.journal.latest("number")
    assert (line.verb, line.audience) == ("matters.step_declined", Audience.LEADERS)
    with pytest.raises(Refused):
        stages.decline_step(matter, "finish", by=leader)
    matter = stages.go_on(matter, "talk", by=leader)
    assert suggested() == "do"
    stages.decline_step(matter, "do", by=leader)
    stages.go_back(matter, by=leader)
    assert suggested() == "do"
