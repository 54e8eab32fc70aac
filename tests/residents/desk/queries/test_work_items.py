"""Buildings without a leader, in the order in which the committee finds them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from residents.desk.queries.work_items import blocked_items
from residents.models import Building
from tests.factories import BuildingFactory, MembershipFactory, NeighbourhoodFactory, OfficeFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_those_stand_first_that_have_been_without_a_leader_for_longest(django_assert_num_queries):
    here = NeighbourhoodFactory()
    buildings = [BuildingFactory(neighbourhood=here, door_number=f"{n}") for n in range(1, 7)]
    for building in buildings:
        MembershipFactory(household__building=building)
    for at, years in ((3, (2023,)), (1, (2021, 2024)), (2, (2023,)), (5, (None,))):
        for year in years:
            since = dt.date((year or 2020) - 1, 1, 1)
            OfficeFactory(building=buildings[at], since=since, until=year and dt.date(year, 1, 1))
    OfficeFactory(building=buildings[0], kind="core", until=dt.date(2021, 1, 1))
    now = timezone.now()
    with django_assert_num_queries(1):
        items = [*blocked_items(Building.objects.filter(neighbourhood=here), now)]
    assert [item.building.door_number for item in items] == ["3", "4", "2", "1", "5"]
    assert items[0].since.isoformat() == "2023-01-01T00:00:00+08:00"
    assert [item.since == now for item in items] == [False, False, False, True, True]


def test_a_leader_who_begins_later_or_ends_later_is_enough():
    day = dt.timedelta(days=1)
    _coming, _going, gone = (
        OfficeFactory(**days).building
        for days in ({"since": TODAY + day}, {"until": TODAY + day}, {"until": TODAY})
    )
    items = blocked_items(Building.objects.all(), timezone.now())
    assert [item.building for item in items] == [gone]
