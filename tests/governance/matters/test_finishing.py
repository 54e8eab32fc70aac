"""A matter is called done with steps or shares missing only after one was asked."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput
from governance.matters.actions import stages
from governance.matters.actions.promises import keep_promise
from governance.matters.finishing import doubt_about_finishing
from governance.matters.models import Matter, ShareTable, StageChange
from louzu.lib.errors import Refused
from tests.factories.canvass import make_open_canvass, move_past_deadline
from tests.factories.charters import count_and_publish
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.milestones import MilestoneFactory, day
from tests.factories.shares import draft_table, proposed_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, stage="doing", begun_on=day(-9))


def go_on(client, matter, **data):
    url = reverse("matters:go_on", args=["114", matter.pk])
    return client.post(url, {"step": "finish", **data})


def test_nothing_is_asked_when_nothing_is_missing(enter, matter, leader):
    MilestoneFactory(matter=matter, reached=True)
    MilestoneFactory(matter=matter, dropped=True)
    assert go_on(enter("leader"), matter).status_code == 302
    matter.refresh_from_db()
    assert matter.stage == "done"


def test_missing_steps_and_shares_are_asked_about_once(enter, matter, leader):
    matter.has_shares = True
    matter.save(update_fields=["has_shares"])
    for _ in range(6):
        MilestoneFactory(matter=matter)
    client = enter("leader")
    page = go_on(client, matter)
    assert "还有6步没做到，分摊也还没有定。真的办成了吗？" in page.text
    with pytest.raises(Refused, match="还有6步没做到"):
        stages.go_on(matter, "finish", by=leader)
    assert Matter.objects.get().stage == "doing"
    assert go_on(client, matter, do="sure").status_code == 302
    assert Matter.objects.get().stage == "done"


def test_open_promises_are_told_of_before_missing_steps(enter, matter, leader):
    MilestoneFactory(matter=matter)
    promise, client = PromiseFactory(matter=matter), enter("leader")
    page = go_on(client, matter).text
    assert ("答应过的还有1件没做到" in page, "真的办成了吗" in page) == (True, False)
    keep_promise(promise, said="好了", by=leader)
    page = go_on(client, matter).text
    assert ("答应过的还有" in page, "还有1步没做到。真的办成了吗？" in page) == (False, True)


@pytest.mark.parametrize("make", [draft_table, proposed_table])
def test_shares_are_undecided_until_they_are_agreed_to(matter, household, leader, make):
    make(matter, leader)
    assert doubt_about_finishing(matter) == "分摊还没有定。真的办成了吗？"


@pytest.mark.parametrize(("choice", "decided"), [("agree", True), ("object", False)])
def test_shares_are_decided_once_the_published_answer_is_yes(
    building, matter, household, resident, leader, core, choice, decided
):
    canvass = make_open_canvass(building, leader)
    for voice in canvass.voices.all():
        member = voice.household.memberships.get().user
        given = AnswerInput(choice=choice, reason="吵" if choice == "object" else "")
        answering.answer_on_web(canvass, voice, given, by=member)
    table = proposed_table(matter, leader)
    ShareTable.objects.filter(pk=table.pk).update(canvass=canvass, state="in_force")
    assert doubt_about_finishing(matter)
    count_and_publish(move_past_deadline(canvass), by=core, other=leader)
    assert (doubt_about_finishing(matter) == "") == decided


@pytest.mark.parametrize(("planned", "told"), [(-4, False), (-1, True), (8, True)])
def test_what_was_planned_before_the_end_is_not_to_come(enter, matter, leader, planned, told):
    stages.go_on(matter, "finish", on=day(-3), by=leader)
    MilestoneFactory(matter=matter, title="年检", planned_on=day(planned))
    page = enter("leader").get(reverse("matters:poster", args=["114", matter.pk])).text
    assert ("下一步：<b>年检</b>" in page) == told


def test_the_page_does_not_announce_a_step_that_was_for_the_way_there(enter, matter, leader):
    MilestoneFactory(matter=matter, title="图纸贴出来", planned_on=day(2))
    MilestoneFactory(matter=matter, title="年检", planned_on=day(8))
    stages.go_on(matter, "finish", by=leader, sure=True)
    change = StageChange.objects.get()
    for done, expected in ((day(0), "图纸贴出来"), (day(4), "年检"), (day(9), None)):
        StageChange.objects.filter(pk=change.pk).update(on=done)
        page = enter("leader").get(matter.get_absolute_url())
        event = page.context["shown"].next_event
        assert (event.what if event else None) == expected
    assert timezone.localdate() == day(0)
