"""A new matter gets its milestones at once, or is asked for its kind first."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.matters.models import Matter
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db
BEGIN = reverse("matters:begin", args=["114"])
OFFER = "是哪一类事？选一类"


def choose_kind(matter):
    return reverse("matters:choose_kind", args=["114", matter.pk])


def test_whoever_begins_one_chooses_the_kind_and_sees_its_milestones(enter, building, leader):
    client = enter("leader")
    assert "加装电梯" in client.get(BEGIN).text
    page = client.post(BEGIN, {"title": "给114号装电梯", "kind": "lift"}, follow=True).text
    matter = Matter.objects.get()
    assert (matter.kind_name, matter.milestones.count(), matter.has_shares) == (
        "加装电梯",
        14,
        True,
    )
    assert ("问过各家想不想装" in page, OFFER in page) == (True, False)
    verbs = list(building.journal.order_by("number").values_list("verb", flat=True))
    assert verbs[-2:] == ["matters.begun", "matters.kind_applied"]


def test_a_kind_that_nobody_knows_is_refused_and_the_title_kept(enter, building, leader):
    page = enter("leader").post(BEGIN, {"title": "给114号装电梯", "kind": "own:9"}).text
    assert ("给114号装电梯" in page, Matter.objects.exists()) == (True, False)


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_one_begun_without_a_kind_is_asked_for_it_first(enter, building, leader, persona):
    thread = ThreadFactory(building=building, title="要歇三回")
    address = f"{BEGIN}?from=lounge.thread:{thread.pk}"
    page = enter(persona).post(address, {"title": "要歇三回"}, follow=True).text
    assert (OFFER in page, choose_kind(Matter.objects.get()) in page) == (True, True)


def test_a_neighbour_is_not_asked_and_neither_is_who_has_milestones(enter, building, leader):
    matter = MatterFactory(building=building)
    assert OFFER not in enter("resident").get(matter.get_absolute_url()).text
    client = enter("leader")
    assert OFFER in client.get(matter.get_absolute_url()).text
    MilestoneFactory(matter=matter)
    assert OFFER not in client.get(matter.get_absolute_url()).text


def test_a_later_change_of_the_words_asks_for_no_kind(enter, building, leader):
    matter = MatterFactory(building=building)
    page = enter("leader").get(reverse("matters:edit", args=["114", matter.pk]))
    assert "kind" not in page.context["form"].fields
