"""Milestones: planned, reached on a day with evidence, taken back, dropped."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.actions import counting
from governance.journal.models import Line
from governance.matters.actions import milestones as actions
from governance.matters.actions.stages import drop_matter
from governance.matters.actions.ties import tie_thing
from governance.matters.inputs import MilestoneInput, ReachedInput
from governance.matters.models import Milestone
from governance.matters.queries.milestones import evidence_for
from governance.matters.queries.tie_candidates import tie_candidates_for
from governance.matters.queries.ties import ties_of
from louzu.lib.errors import Refused, Stale
from residents.models import Standing
from residents.rooms.waiting import thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass, move_past_deadline
from tests.factories.matters import MatterFactory
from tests.factories.milestones import (
    DocumentFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db
LEADS = Standing(households=(1,), offices=("leader",))
LIFT_SCHEME = (dt.date(2020, 6, 30), dt.date(2020, 8, 14), dt.date(2020, 9, 1))


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯", begun_on=dt.date(2019, 11, 3))


def lines(matter):
    found = Line.objects.filter(building=matter.building).order_by("number")
    return [(line.verb, line.subject_title) for line in found]


def reach(milestone, *, by, done_on=None, evidence=None, sure=False):
    data = ReachedInput(done_on or timezone.localdate(), "好了", evidence)
    return actions.reach_milestone(milestone, data, sure=sure, by=by)


def test_a_milestone_is_added_changed_and_moved(matter, leader):
    added = actions.add_milestone(matter, MilestoneInput("图纸贴出来", day(9)), by=leader)
    actions.change_milestone(added, MilestoneInput("图纸和预算贴出来", day(9)), by=leader)
    moved = actions.change_milestone(added, MilestoneInput("图纸和预算贴出来", day(20)), by=leader)
    assert (moved.number, moved.planned_on, moved.late) == (1, day(20), False)
    assert lines(matter) == [
        ("matters.milestone_added", "图纸贴出来"),
        ("matters.milestone_changed", "图纸和预算贴出来"),
        ("matters.milestone_moved", "图纸和预算贴出来"),
    ]


def test_of_two_people_who_move_a_milestone_the_second_is_shown_the_first_day(matter, leader):
    milestone = MilestoneFactory(matter=matter, title="开工", planned_on=dt.date(2030, 3, 1))
    seen = milestone.version
    actions.change_milestone(milestone, MilestoneInput("开工", day(30)), version=seen, by=leader)
    with pytest.raises(Stale) as stale:
        actions.change_milestone(
            milestone, MilestoneInput("开工", day(40)), version=seen, by=leader
        )
    assert stale.value.newest[0] == "开工"
    assert Milestone.objects.get().planned_on == day(30)


def test_what_happened_earlier_stands_at_its_day_and_is_late_by_it(matter, leader, time_machine):
    planned, happened, typed = LIFT_SCHEME
    time_machine.move_to(dt.datetime(typed.year, typed.month, typed.day, 4, tzinfo=dt.UTC))
    milestone = reach(
        MilestoneFactory(matter=matter, planned_on=planned), done_on=happened, by=leader
    )
    assert (milestone.days_late, milestone.against_plan) == (45, "晚了45天")
    assert (milestone.done_by, milestone.said) == (leader, "好了")
    assert Line.objects.get(verb="matters.milestone_reached").happened_on == happened


@pytest.mark.parametrize(
    ("planned", "done", "words"),
    [
        (-3, -3, "按时"),
        (-3, -5, "早了2天"),
        (-3, -2, "晚了1天"),
        (-300, -200, "晚了3个月"),
        (None, -2, ""),
        (-3, None, "晚了3天"),
        (0, None, "就是今天"),
        (19, None, "还有19天"),
        (200, None, "还有6个月"),
    ],
)
def test_a_milestone_is_compared_with_its_plan(matter, planned, done, words):
    more = {"planned_on": None if planned is None else day(planned)}
    if done is not None:
        more |= {"reached": True, "done_on": day(done)}
    assert MilestoneFactory(matter=matter, **more).against_plan == words


def test_the_papers_that_are_asked_for_are_those_still_to_be_collected(matter, leader):
    """Neither what was given up, nor what a steward may not know of."""
    milestone, two = MilestoneFactory(matter=matter), ("预算", "图纸")
    collected = DocumentVersionFactory(document__matter=matter, document__name="合同").document
    given_up = DocumentFactory(matter=matter, name="发票", unneeded=True)
    secret = DocumentFactory(matter=matter, name="名单", audience="leaders")
    missing = [DocumentFactory(matter=matter, name=name) for name in two]
    milestone.wants.set([collected, given_up, secret, *missing])
    with pytest.raises(Refused, match="这一步要的“预算、图纸”还没有放上来"):
        reach(milestone, by=leader)
    milestone.wants.remove(*missing)
    assert reach(milestone, by=leader).caveat == ""


def test_its_canvass_is_asked_for_before_its_papers(matter, leader):
    milestone = MilestoneFactory(matter=matter, canvass_kind="major")
    milestone.wants.add(DocumentFactory(matter=matter))
    with pytest.raises(Refused, match="要先征询各家"):
        reach(milestone, by=leader)


def test_a_day_to_come_is_refused(matter, leader):
    with pytest.raises(Refused, match="还没到"):
        reach(MilestoneFactory(matter=matter), done_on=day(1), by=leader)


def test_no_milestone_is_reached_before_the_matter_was_raised(matter, leader):
    first, milestone = matter.begun_on, MilestoneFactory(matter=matter)
    with pytest.raises(Refused, match="2019年11月3日才提出来"):
        reach(milestone, done_on=first - dt.timedelta(days=1), sure=True, by=leader)
    assert reach(milestone, done_on=first, by=leader).done_on == first


def test_a_report_is_taken_back_with_its_evidence(matter, leader):
    version = DocumentVersionFactory(document__matter=matter)
    milestone = reach(MilestoneFactory(matter=matter), evidence=version, by=leader)
    assert milestone.document == version
    milestone = actions.reopen_milestone(milestone, by=leader)
    assert (milestone.state, milestone.done_on, milestone.document) == ("planned", None, None)
    with pytest.raises(Refused):
        actions.reopen_milestone(milestone, by=leader)


@pytest.mark.parametrize("make", [make_open_canvass, lambda b, _by: NoticeFactory(building=b)])
def test_taking_a_report_back_unties_what_the_report_tied(matter, building, leader, make):
    """With two reports, after the second; what was tied before stays."""
    evidence = make(building, leader)
    thing = thing_of(evidence)
    first, second = MilestoneFactory.create_batch(2, matter=matter)
    first, second = (reach(one, evidence=evidence, sure=True, by=leader) for one in (first, second))
    actions.reopen_milestone(first, by=leader)
    assert ties_of(matter).shown == [thing]
    actions.reopen_milestone(second, by=leader)
    assert ties_of(matter).shown == []
    tie_thing(matter, thing, by=leader)
    actions.reopen_milestone(reach(first, evidence=evidence, sure=True, by=leader), by=leader)
    assert ties_of(matter).shown == [thing]


def test_what_belongs_to_another_matter_is_offered_neither_as_evidence_nor_to_be_tied(
    matter, building, leader
):
    canvass, notice = make_open_canvass(building, leader), NoticeFactory(building=building)
    other = MatterFactory(building=building)

    def offered():
        found = evidence_for(matter)
        keys = [
            key
            for _group, rows in tie_candidates_for(matter, LEADS, ties_of(matter))
            for key, _ in rows
        ]
        return [*found.canvasses, *found.notices], sorted(keys)

    both = [canvass, notice], sorted(":".join(map(str, thing_of(one))) for one in (canvass, notice))
    assert offered() == both
    for one in (canvass, notice):
        tie_thing(other, thing_of(one), by=leader)
    assert offered() == ([], [])
    drop_matter(other, reason="没有钱", by=leader)
    assert offered() == both


def test_a_milestone_is_dropped_with_a_reason_and_resumed(matter, leader):
    milestone = MilestoneFactory(matter=matter, late=True)
    assert milestone.late
    milestone = actions.drop_milestone(milestone, reason="不用专家看", by=leader)
    assert (milestone.state, milestone.said, milestone.late) == ("dropped", "不用专家看", False)
    milestone = actions.resume_milestone(milestone, by=leader)
    assert (milestone.state, milestone.said) == ("planned", "")


def test_without_a_canvass_it_is_asked_whether_a_canvassed_milestone_is_reached(matter, leader):
    milestone = MilestoneFactory(matter=matter, canvass_kind="major")
    with pytest.raises(Refused, match="没有选是哪一次征询"):
        reach(milestone, by=leader)
    assert reach(milestone, sure=True, by=leader).caveat == "记的时候没有写是哪次征询"


def test_before_its_canvass_is_published_it_is_asked_whether_it_is_reached(
    matter, building, household, leader
):
    milestone = MilestoneFactory(matter=matter, canvass_kind="covenant")
    canvass = make_open_canvass(building, leader)
    with pytest.raises(Refused, match="结果到那天还没有公布"):
        reach(milestone, evidence=canvass, by=leader)
    found = reach(milestone, evidence=canvass, sure=True, by=leader)
    assert (found.caveat, found.canvass) == ("那天征询的结果还没有公布", canvass)


def test_a_canvass_that_failed_is_asked_about(matter, building, household, leader, core):
    """Nobody answered it."""
    canvass = counting.close_canvass(
        move_past_deadline(make_open_canvass(building, leader)), by=None
    )
    for who in (leader, core):
        canvass = counting.count_canvass(canvass, by=who, anyway=True)
    canvass = counting.publish_canvass(canvass, by=leader)
    milestone = MilestoneFactory(matter=matter, canvass_kind="covenant")
    with pytest.raises(Refused, match="没有通过"):
        reach(milestone, evidence=canvass, by=leader)
    with pytest.raises(Refused, match="还没有公布"):
        reach(milestone, evidence=canvass, done_on=day(-1), by=leader)


def test_before_its_posting_is_over_it_is_asked_whether_it_is_reached(matter, building, leader):
    milestone = MilestoneFactory(matter=matter, period="lift")
    with pytest.raises(Refused, match="没有选是哪一份公示"):
        reach(milestone, by=leader)
    until = timezone.now() + dt.timedelta(days=5)
    notice = NoticeFactory(
        building=building, kind="posting", period="lift", basis={"days": 10}, expires_at=until
    )
    with pytest.raises(Refused, match="还没有贴满天数"):
        reach(milestone, evidence=notice, by=leader)
    assert reach(milestone, evidence=notice, sure=True, by=leader).caveat == "那天公示还没有满"


def test_after_its_posting_nothing_is_asked(matter, building, leader, time_machine):
    canvass = make_open_canvass(building, leader)
    until = timezone.now() + dt.timedelta(days=5)
    notice = NoticeFactory(
        building=building, kind="posting", period="lift", basis={"days": 10}, expires_at=until
    )
    time_machine.move_to(until + dt.timedelta(hours=1))
    milestone = MilestoneFactory(matter=matter, period="lift")
    assert reach(milestone, evidence=notice, by=leader).caveat == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.update(canvass=canvass)


def test_a_matter_that_was_given_up_keeps_its_milestones(matter, leader):
    milestone = MilestoneFactory(matter=matter, late=True)
    type(matter).objects.update(stage="dropped", dropped_reason="没有钱")
    with pytest.raises(Refused, match="不办了"):
        reach(milestone, by=leader)
    with pytest.raises(Refused, match="不办了"):
        actions.add_milestone(matter, MilestoneInput("再看看"), by=leader)
    assert not Milestone.objects.late().exists()


def test_a_matter_has_an_end_of_milestones(matter, leader, monkeypatch):
    monkeypatch.setattr(actions, "MAX_MILESTONES", 1)
    MilestoneFactory(matter=matter)
    with pytest.raises(Refused, match="最多列1步"):
        actions.add_milestone(matter, MilestoneInput("再一步"), by=leader)


def test_what_shows_a_milestone_belongs_to_its_matter(matter, building, leader):
    canvass = make_open_canvass(building, leader)
    for _once_more in range(2):
        milestone = MilestoneFactory(matter=matter)
        reach(milestone, evidence=canvass, sure=True, by=leader)
    assert ties_of(matter).ids_of("canvass.canvass") == {canvass.pk}
    assert lines(matter).count(("matters.tied", "装电梯")) == 1
