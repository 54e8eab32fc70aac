"""The keeper adds and names neighbourhoods; the committee edits its contact data."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from residents.models import Building, Neighbourhood, User
from tests.factories import NeighbourhoodFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:residents_neighbourhood_add")
TOLD = {
    "name": "逸仙二村四居",
    "committee": "逸仙二村第四居民委员会",
    "phone": "021-5555 0114",
    "hours": "周一到周五 8:30–17:00",
    "address": "逸仙路1200弄5号底楼",
}


@pytest.fixture
def keeper(db) -> User:
    return UserFactory(is_superuser=True)


def change(client, place, **fields):
    url = reverse("admin:residents_neighbourhood_change", args=[place.pk])
    return client.post(url, fields, follow=True)


def said_of(place) -> dict[str, str]:
    place.refresh_from_db()
    return {name: getattr(place, name) for name in TOLD}


def test_the_keeper_adds_a_neighbourhood(enter, keeper):
    assert enter("keeper").post(ADD, TOLD).status_code == 302
    made = Neighbourhood.objects.get()
    assert said_of(made) == TOLD
    assert LogEntry.objects.get(object_id=made.pk).user == keeper


def test_two_neighbourhoods_have_two_names(enter, keeper):
    NeighbourhoodFactory(name=TOLD["name"])
    assert "已经有叫这个名字的居民区了。" in enter("keeper").post(ADD, TOLD).text
    assert Neighbourhood.objects.count() == 1


def test_the_committee_corrects_how_it_is_reached(enter, building, staff):
    place = building.neighbourhood
    page = change(enter("staff"), place, **TOLD)
    assert page.status_code == 200
    kept = {"name": place.name, "committee": place.committee}
    assert said_of(place) == {**TOLD, **kept}
    entry = LogEntry.objects.get(object_id=place.pk)
    assert (entry.user, entry.get_change_message()) == (
        staff,
        "改了：居委电话，办公时间 和 居委地址。",
    )
    assert Building.objects.get(pk=building.pk).content_version == 1


def test_the_committee_corrects_no_other_and_adds_none(enter, building, staff):
    there = NeighbourhoodFactory(name="远处", committee="远处居委会")
    client = enter("staff")
    change(client, there, phone="1")
    assert said_of(there)["phone"] == ""
    refused = client.get(ADD)
    assert refused.status_code == 403
    assert "由系统管理员来改" in refused.text
    assert "有需要请找楼组长" not in refused.text


def test_the_home_page_says_when_and_where_the_committee_is(enter, building, resident):
    Neighbourhood.objects.update(**{name: TOLD[name] for name in ("phone", "hours", "address")})
    page = enter("resident").get(building.get_absolute_url())
    for text in (TOLD["phone"], TOLD["hours"], TOLD["address"]):
        assert text in page.text
