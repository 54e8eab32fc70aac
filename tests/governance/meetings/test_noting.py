"""What is said and resolved, and where each resolution leads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions.drafting import announce_canvass
from governance.canvass.kinds import KINDS
from governance.meetings.actions import noting, planning, tasks
from governance.meetings.actions.noting import ResolutionInput
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Resolution, Task
from louzu.lib.errors import Refused
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
    at,
    soon,
)

DUE = timezone.localdate() + dt.timedelta(days=7)


def agreed(text="周六刷墙", way="nowhere", **more):
    return ResolutionInput(kind="agreed", text=text, way=way, **more)


def resolve(meeting, said, by, **more):
    return noting.add_resolution(meeting.items.get(), said, by=by, **more)


def test_points_are_lines_without_a_speaker(sitting, volunteer):
    item = noting.edit_points(sitting.items.get(), points="墙脏了\n\n  爷叔来刷 ", by=volunteer)
    assert item.point_lines == ["墙脏了", "爷叔来刷"]


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_nothing_is_noted_of_a_meeting_that_was_not_held(building, leader, state):
    item = AgendaItemFactory(meeting__building=building, **{f"meeting__{state}": True})
    with pytest.raises(Refused):
        noting.edit_points(item, points="墙脏了", by=leader)


def test_a_task_is_taken_by_somebody_until_a_day(sitting, volunteer, resident):
    made = resolve(sitting, agreed(way="task", who=resident, due_on=DUE), volunteer)
    assert (made.task.taken_by, made.task.due_on, made.task.state) == (resident, DUE, "open")
    with pytest.raises(Refused, match="是谁、到哪天"):
        resolve(sitting, agreed(way="task"), volunteer)
    assert Resolution.objects.count() == 1


def test_hands_are_a_note(sitting, volunteer):
    made = resolve(sitting, agreed(hands=(9, 1, 0)), volunteer)
    assert made.hands == {"for": 9, "against": 1, "abstain": 0}
    assert resolve(sitting, agreed(), volunteer).hands is None


def test_a_canvass_is_drafted_with_its_words(sitting, volunteer, leader):
    noting.edit_points(sitting.items.get(), points="孩子们想画", by=volunteer)
    text = "水表箱请孩子们来画"
    resolution = resolve(sitting, agreed(text, way="canvass"), volunteer)
    canvass = noting.draft_canvass_on(resolution, kind=KINDS["everyone"], by=leader)
    assert (canvass.state, canvass.purpose, canvass.electorate, canvass.question) == (
        "draft",
        "consent",
        "households",
        text,
    )
    assert ("- 孩子们想画" in canvass.body, sitting.title in canvass.body) == (True, True)
    resolution.refresh_from_db()
    assert resolution.canvass == canvass
    announce_canvass(canvass, by=leader)
    with pytest.raises(Refused, match="已经起草过"):
        noting.draft_canvass_on(resolution, kind=KINDS["everyone"], by=leader)
    other = resolve(sitting, agreed(), volunteer)
    with pytest.raises(Refused, match="不是要挨家挨户问"):
        noting.draft_canvass_on(other, kind=KINDS["hear"], by=leader)


def test_every_kind_of_canvass_can_be_drafted_from_a_resolution(sitting, volunteer, leader):
    for kind in KINDS.values():
        resolution = resolve(sitting, agreed(way="canvass"), volunteer)
        assert noting.draft_canvass_on(resolution, kind=kind, by=leader).preset == kind.preset.key


def test_words_change_and_the_way_does_while_it_has_led_nowhere(sitting, volunteer, resident):
    resolution = resolve(sitting, agreed(way="task", who=resident, due_on=DUE), volunteer)
    noting.change_resolution(resolution, agreed("改日再说", way="next"), by=volunteer)
    resolution.refresh_from_db()
    assert (resolution.text, resolution.way, Task.objects.count()) == ("改日再说", "next", 0)
    noting.change_resolution(resolution, agreed(way="task", who=resident, due_on=DUE), by=volunteer)
    tasks.finish_task(Task.objects.get(), by=resident)
    resolution.refresh_from_db()
    with pytest.raises(Refused, match="已经在办"):
        noting.change_resolution(resolution, agreed(way="next"), by=volunteer)


def test_what_the_next_meeting_took_up_is_not_turned_back(sitting, volunteer, leader, building):
    resolution = resolve(sitting, agreed(way="next"), volunteer)
    planning.plan_meeting(building, MeetingInput(**soon()), by=leader)
    with pytest.raises(Refused, match="已经在办"):
        noting.remove_resolution(resolution, by=volunteer)


def test_a_mistake_is_taken_away_until_neighbours_have_read_it(sitting, read, volunteer, resident):
    resolution = resolve(sitting, agreed(way="task", who=resident, due_on=DUE), volunteer)
    noting.remove_resolution(resolution, by=volunteer)
    assert (Resolution.objects.count(), Task.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="邻居们已经看到"):
        noting.remove_resolution(ResolutionFactory(item=read.items.get()), by=volunteer)


def test_what_is_published_changes_with_a_reason_and_becomes_an_edition(building, leader):
    meeting = MeetingFactory(building=building, published=True)
    item = AgendaItemFactory(meeting=meeting)
    with pytest.raises(Refused, match="改了什么"):
        noting.edit_points(item, points="多一条", by=leader)
    noting.edit_points(item, points="多一条", reason="漏了", by=leader)
    edition = meeting.editions.get()
    assert (edition.number, edition.content["items"][0]["points"]) == (1, ["多一条"])


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (ResolutionFactory, {"way": "lost"}),
        (ResolutionFactory, {"kind": "lost"}),
        (ResolutionFactory, {"text": ""}),
        (ResolutionFactory, {"hands_for": 3}),
        (TaskFactory, {"state": "done"}),
        (TaskFactory, {"settled_at": timezone.now()}),
        (TaskFactory, {"state": "dropped", "settled_at": timezone.now()}),
    ],
)
def test_the_database_refuses_what_cannot_be(db, made, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        made(**wrong)


def test_the_note_taker_writes_at_the_table(enter, sitting, resident):
    client, item = enter("volunteer"), sitting.items.get()
    note = at(sitting, "note", item.pk)
    assert note in client.get(sitting.get_absolute_url()).text
    fields = {"points": "墙脏了", "version": item.version}
    assert "记下了" in client.post(note, fields, follow=True).text
    data = {"text": "周六刷墙", "kind": "agreed", "way": "task", "who": "", "due_on": ""}
    url = at(sitting, "resolve", item.pk)
    refused = client.post(url, data).text
    assert ("请选谁去办" in refused, "请写到哪天办好" in refused) == (True, True)
    whole = {**data, "who": resident.pk, "due_on": DUE, "hands_for": 9}
    page = client.post(url, whole, follow=True).text
    assert ("周六刷墙" in page, "不是正式表决" in page) == (True, True)
    resolution = Resolution.objects.get()
    change = at(sitting, "change", resolution.pk)
    assert "周六刷墙" in client.get(change).text
    client.post(change, {**whole, "text": "周日刷墙", "version": resolution.version})
    resolution.refresh_from_db()
    assert resolution.text == "周日刷墙"
    remove = at(sitting, "remove", resolution.pk)
    assert "拿掉了" in client.post(remove, follow=True).text
    added = client.post(at(sitting, "add_item"), {"title": "门禁"}, follow=True).text
    assert "2. 门禁" in added
    client.post(at(sitting, "add_item"), {"title": ""})
    assert sitting.items.count() == 2


def test_who_takes_notes_sees_names_as_far_as_neighbours_agreed(enter, sitting, resident):
    type(resident).objects.filter(pk=resident.pk).update(shows_name=False)
    url = at(sitting, "resolve", sitting.items.get().pk)
    assert str(resident) not in enter("volunteer").get(url).text
    assert str(resident) in enter("leader").get(url).text


def test_the_leader_drafts_the_canvass_and_completes_it(enter, sitting):
    resolution = ResolutionFactory(item=sitting.items.get(), way="canvass", text="孩子们来画")
    client = enter("leader")
    url = at(sitting, "ask_everybody", resolution.pk)
    assert url in client.get(sitting.get_absolute_url()).text
    assert "孩子们来画" in client.get(url).text
    page = client.post(url, {"kind": "everyone"}, follow=True)
    resolution.refresh_from_db()
    edit = reverse("canvass:edit", args=["114", resolution.canvass_id])
    assert (page.redirect_chain, "孩子们来画" in page.text) == ([(edit, 302)], True)
    assert "现在不用起草" in client.get(url, follow=True).text
    assert enter("volunteer").get(url).status_code == 403
