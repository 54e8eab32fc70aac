"""The milestones and documents of a kind are copied into a matter."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.journal.models import Line
from governance.matters.actions import kinds as actions
from governance.matters.actions.milestones import drop_milestone, reopen_milestone
from governance.matters.actions.milestones import reach_milestone as reach
from governance.matters.inputs import ReachedInput
from governance.matters.models import CommitteeKindMilestone
from governance.matters.presets import LIFT, MATTER_KINDS, NO_KIND
from governance.matters.queries.kinds import kind_in
from louzu.lib.errors import Refused
from tests.factories.matters import MatterFactory
from tests.factories.milestones import (
    CommitteeKindFactory,
    CommitteeKindMilestoneFactory,
    DocumentFactory,
    DocumentVersionFactory,
    MilestoneFactory,
    day,
)

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 10)


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯", begun_on=START)


def test_a_lift_gets_its_fourteen_milestones_with_days_laws_and_documents(matter, leader):
    matter = actions.apply_kind(matter, LIFT, starts_on=START, by=leader)
    assert (matter.kind_key, matter.kind_name, matter.has_shares) == ("lift", "加装电梯", True)
    found = list(matter.milestones.all())
    assert [one.number for one in found] == [*range(1, 15)]
    asked = found[3]
    assert (asked.canvass_kind, asked.planned_on) == ("major", START + dt.timedelta(days=105))
    assert "126号" in asked.source
    assert asked.law_date == dt.date(2024, 9, 24)
    assert [one.period for one in found if one.period] == ["stairwell", "lift"]
    assert [one.name for one in asked.wants.all()] == ["征询表", "不同意见怎么谈成的"]
    assert matter.documents.count() == len(LIFT.documents)
    assert Line.objects.get().subject_title == "加装电梯"


@pytest.mark.parametrize("kind", [*MATTER_KINDS.values()], ids=lambda kind: kind.key)
def test_every_kind_can_be_copied(matter, leader, kind):
    if kind is NO_KIND:
        assert not kind.milestones
        return
    matter = actions.apply_kind(matter, kind, starts_on=START, by=leader)
    assert matter.milestones.count() == len(kind.milestones)


def test_a_second_kind_is_refused_until_the_first_is_taken_back(matter, leader):
    own = MilestoneFactory(matter=matter, number=1, title="我们自己加的")
    kept = DocumentVersionFactory(document=DocumentFactory(matter=matter, name="预算", number=1))
    matter = actions.apply_kind(matter, LIFT, starts_on=START, by=leader)
    with pytest.raises(Refused, match="先退回"):
        actions.apply_kind(matter, LIFT, starts_on=START, by=leader)
    matter = actions.take_kind_back(matter, by=leader)
    assert (matter.kind_key, matter.kind_name, matter.has_shares) == ("free", "", False)
    assert [*matter.milestones.all()] == [own]
    assert [*matter.documents.all()] == [kept.document]
    with pytest.raises(Refused, match="没有照着"):
        actions.take_kind_back(matter, by=leader)
    actions.apply_kind(matter, LIFT, starts_on=START, by=leader)


def test_a_kind_of_which_something_is_settled_is_not_taken_back(matter, leader):
    matter = actions.apply_kind(matter, LIFT, starts_on=START, by=leader)
    first = reach(matter.milestones.all()[0], ReachedInput(day(0)), sure=True, by=leader)
    with pytest.raises(Refused, match="已经有做到的步骤"):
        actions.take_kind_back(matter, by=leader)
    drop_milestone(reopen_milestone(first, by=leader), reason="问过了", by=leader)
    with pytest.raises(Refused, match="已经有做到的步骤"):
        actions.take_kind_back(matter, by=leader)


def test_a_later_change_of_the_kind_changes_no_matter(matter, building, leader):
    kind = CommitteeKindFactory(neighbourhood=building.neighbourhood, name="修雨棚")
    CommitteeKindMilestoneFactory(
        kind=kind, title="量好尺寸", days=3, documents="尺寸单\n\n 报价单 \n尺寸单"
    )
    matter = actions.apply_kind(
        matter, kind_in(building, f"own:{kind.pk}"), starts_on=START, by=leader
    )
    CommitteeKindMilestone.objects.update(title="别的")
    assert [one.title for one in matter.milestones.all()] == ["量好尺寸"]
    assert [one.name for one in matter.documents.all()] == ["尺寸单", "报价单"]
    assert matter.kind_name == "修雨棚"
