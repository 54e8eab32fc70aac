"""A matter is begun, from a thing or from nothing, and changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.journal.models import Link
from governance.matters.actions import beginning, stages
from governance.matters.inputs import MatterInput
from governance.matters.models import Matter, Steward
from louzu.lib.errors import Refused, Stale
from residents.rooms.waiting import thing_of
from tests.factories.canvass import photo
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, MatterPhotoFactory

pytestmark = pytest.mark.django_db


def test_a_matter_is_begun_from_a_thing_once(building, leader, core):
    thread = ThreadFactory(building=building)
    data = MatterInput("装电梯", "要歇三回", stewards=(core,), photos=(photo(),))
    matter = beginning.begin_matter(building, data, by=leader, cause=thing_of(thread))
    assert (matter.stage, matter.begun_on) == ("raised", timezone.localdate())
    link = Link.objects.get()
    assert ((link.cause_type, link.cause_id), link.effect_id) == (thing_of(thread), matter.pk)
    assert (matter.photos.count(), Steward.objects.get().user) == (1, core)
    verbs = [line.verb for line in building.journal.order_by("number")]
    assert verbs[-2:] == ["matters.begun", "matters.steward_named"]
    with pytest.raises(Refused, match="已经立过了：事项“装电梯”"):
        beginning.begin_matter(building, data, by=leader, cause=thing_of(thread))
    stages.drop_matter(matter, reason="没钱", by=leader)
    assert beginning.begin_matter(building, data, by=leader, cause=thing_of(thread)) != matter


def test_one_that_was_raised_years_ago_says_so(building, leader):
    day = dt.date(2019, 11, 3)
    matter = beginning.begin_matter(building, MatterInput("装电梯", begun_on=day), by=leader)
    line = building.journal.latest("number")
    assert (matter.begun_on, line.verb, line.happened_on) == (day, "matters.begun", day)


def test_a_first_day_to_come_is_refused(building, leader):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="还没有到"):
        beginning.begin_matter(building, MatterInput("装电梯", begun_on=tomorrow), by=leader)
    assert not Matter.objects.exists()


def test_two_people_changing_it_see_each_others_text(building, leader, core, staff):
    matter = MatterFactory(building=building, title="装电梯")
    first = MatterInput("装一部电梯", stewards=(core,))
    matter = beginning.edit_matter(matter, first, version="1", by=leader)
    assert (matter.title, matter.version) == ("装一部电梯", 2)
    with pytest.raises(Stale):
        beginning.edit_matter(matter, MatterInput("装梯"), version="1", by=staff)
    beginning.edit_matter(matter, MatterInput("装梯"), version="2", by=staff)
    assert not Steward.objects.exists()


def test_a_step_meanwhile_makes_no_edit_stale(building, leader, staff):
    matter = MatterFactory(building=building)
    stages.go_on(matter, "talk", by=staff)
    assert (
        beginning.edit_matter(matter, MatterInput("新名字"), version="1", by=leader).stage
        == "talked"
    )


def test_a_photo_is_taken_away_with_its_files(building, leader):
    found = MatterPhotoFactory(matter__building=building)
    beginning.remove_matter_photo(found.matter, found, by=leader)
    assert not found.matter.photos.exists()
    assert building.journal.latest("number").verb == "matters.photo_removed"
