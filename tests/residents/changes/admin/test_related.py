"""Links between the desk pages of people, households, flats and owners."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from residents.joining.actions.slips import print_slips
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
COSTS = {
    "user": 8,
    "household": 11,
    "flat": 8,
    "owner": 9,
    "membership": 11,
    "ownership": 10,
    "office": 10,
}
"""Number of queries of each page, independent of related records."""
LEADS_TO = {
    "user": {"household", "building", "owner", "office"},
    "household": {"flat", "user", "owner", "ownership", "membership", "office", "slip"},
    "flat": {"household", "owner", "ownership"},
    "owner": {"flat", "household", "ownership"},
    "membership": {"user", "household", "owner", "ownership", "office"},
    "ownership": {"flat", "owner", "household"},
    "office": {"user", "household", "building", "owner"},
}


@pytest.fixture
def world(building, leader):
    """王阿姨, a volunteer, lives in 302; 王建国 owned it until 2022, and 李梅 since then."""
    return furnish(building, leader, "302")


def furnish(building, leader, room):
    flat = FlatFactory(building=building, room=room, floor=int(room[0]))
    home = HouseholdFactory(building=building, flat=flat)
    wang = MembershipFactory(household=home, user__shown_name="王阿姨", since="2021-02-03")
    office = OfficeFactory(user=wang.user, building=building, kind="volunteer")
    before, owner = (OwnerFactory(building=building, name=name) for name in ("王建国", "李梅"))
    before.ownerships.create(flat=flat, since="2019-01-01", until="2022-01-01")
    owned = owner.ownerships.create(flat=flat, since="2022-01-01")
    (slip,) = print_slips([home], by=leader)
    return {
        "user": wang.user,
        "household": home,
        "flat": flat,
        "owner": owner,
        "membership": wang,
        "ownership": owned,
        "office": office,
        "building": building,
        "slip": slip.slip,
    }


def page_of(kind, row):
    return reverse(f"admin:residents_{kind}_change", args=[row.pk])


@pytest.mark.parametrize("kind", LEADS_TO)
def test_a_page_leads_to_what_belongs_to_it(enter, world, staff, kind):
    page = enter("staff").get(page_of(kind, world[kind])).text
    missing = {
        other for other in LEADS_TO[kind] if f'href="{page_of(other, world[other])}"' not in page
    }
    assert missing == set()


def test_former_residents_and_owners_are_listed_with_their_days(enter, world, staff):
    world["membership"].until = "2024-05-06"
    world["membership"].save()
    client = enter("staff")
    page = client.get(page_of("user", world["user"])).text
    assert ("2021年2月3日" in page, "2024年5月6日" in page) == (True, True)
    page = client.get(page_of("flat", world["flat"])).text
    assert (
        "王建国" in page,
        "2022年1月1日" in page,
        page.index("李梅") < page.index("王建国"),
    ) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize("kind", COSTS)
def test_a_page_costs_the_same_whatever_belongs_to_it(enter, world, building, leader, staff, kind):
    client = enter("staff")
    client.get("/admin/")
    with CaptureQueriesContext(connection) as first:
        client.get(page_of(kind, world[kind]))
    for room in ("401", "402", "501"):
        more = furnish(building, leader, room)
        MembershipFactory(user=world["user"], household=more["household"])
        MembershipFactory(household=world["household"])
        world["owner"].ownerships.create(flat=more["flat"], since="2018-01-01", until="2019-01-01")
        OfficeFactory(user=world["user"], building=building, kind="team")
        print_slips([world["household"]], by=leader)
    with CaptureQueriesContext(connection) as then:
        client.get(page_of(kind, world[kind]))
    assert len(first) == len(then)
    assert len(then) == COSTS[kind]


def test_homes_and_offices_in_another_neighbourhood_are_not_shown(enter, world, staff):
    there = BuildingFactory(nickname="远处楼")
    MembershipFactory(user=world["user"], household__building=there)
    OfficeFactory(user=world["user"], building=there, kind="core")
    client = enter("staff")
    for kind in ("user", "office"):
        assert "远处楼" not in client.get(page_of(kind, world[kind])).text
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(page_of("user", world["user"])).text.count("远处楼") == 2


def test_what_there_is_none_of_is_said(enter, building, staff):
    flat = FlatFactory(building=building, room="501", floor=5)
    page = enter("staff").get(page_of("flat", flat)).text
    assert ("还没有登记住户" in page, "没有登记业主" in page) == (True, True)
