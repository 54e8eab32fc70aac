"""What shows a milestone is offered in the order of its worth, and what is private not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.actions.ties import tie_thing
from governance.matters.forms.milestones import ReachedForm
from governance.matters.queries.milestones import evidence_for
from governance.matters.queries.tie_candidates import tie_candidates_for
from governance.matters.queries.ties import ties_of
from residents.models import Standing
from residents.rooms.waiting import thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory
from tests.factories.milestones import DocumentFactory, MilestoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(building):
    return MatterFactory(building=building)


def test_what_belongs_to_the_matter_is_offered_first_and_the_rest_below(matter, building, leader):
    canvasses = [make_open_canvass(building, leader) for _ in range(2)]
    notices = NoticeFactory.create_batch(2, building=building)
    for one in (canvasses[0], notices[0]):
        tie_thing(matter, thing_of(one), by=leader)
    _none, *groups = ReachedForm(evidence_for(matter)).fields["evidence"].choices
    assert [(str(name), [key for key, _words in rows]) for name, rows in groups] == [
        ("征询", [f"canvass:{canvasses[0].pk}"]),
        ("贴出来的", [f"notice:{notices[0].pk}"]),
        ("别的", [f"canvass:{canvasses[1].pk}", f"notice:{notices[1].pk}"]),
    ]


def test_what_was_said_without_a_name_or_was_hidden_is_not_offered_to_be_tied(matter, building):
    shown = ThreadFactory(building=building)
    ThreadFactory(building=building, hidden=True)
    assert ThreadFactory(building=building, kind="worry", author=None).unnamed
    leads = Standing(households=(1,), offices=("leader",))
    ((_group, rows),) = tie_candidates_for(matter, leads, ties_of(matter))
    assert [key for key, _words in rows] == [f"lounge.thread:{shown.pk}"]


def test_a_missing_paper_is_one_tap_away_from_the_doubt_about_it(enter, matter):
    milestone, paper = MilestoneFactory(matter=matter), DocumentFactory(matter=matter, name="证书")
    milestone.wants.add(paper)
    there = reverse("matters:reach_milestone", args=["114", matter.pk, milestone.pk])
    page = enter("leader").post(there, {"done_on": timezone.localdate().isoformat()}).text
    assert "先去放上“证书”" in page
    assert f'href="{reverse("matters:add_version", args=["114", matter.pk, paper.pk])}"' in page
