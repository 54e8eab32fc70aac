"""Without data, the desk shows the first steps and links to them."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from residents.desk.scoped import ScopedAdmin
from residents.models import Household, Neighbourhood, Office, User
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADD_PLACE = reverse("admin:residents_neighbourhood_add")
ADD_USER = reverse("admin:residents_user_add")
ADD_BUILDING = reverse("admin:residents_building_add")
DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, ScopedAdmin)]


@pytest.fixture
def keeper(db) -> User:
    return UserFactory(is_superuser=True)


def steps_on(client) -> dict[str, tuple[bool, str]]:
    """Return the first steps on the front page: whether done, and the link."""
    steps = client.get("/admin/").context["steps"]
    return {step.text: (step.done, step.url) for step in steps}


def upload(building) -> str:
    return reverse("admin:residents_building_roster_upload", args=[building.pk])


def test_the_keeper_begins_with_a_neighbourhood(enter, keeper):
    client = enter("keeper")
    steps = steps_on(client)
    assert list(steps) == ["加一个居民区", "请居委同志来", "加楼", "导入名册", "打印入户条"]
    assert steps["加一个居民区"] == (False, ADD_PLACE)
    place = NeighbourhoodFactory()
    OfficeFactory(staff=True, neighbourhood=place)
    steps = steps_on(client)
    assert [done for done, _url in steps.values()] == [True, True, False, False, False]
    assert steps["加楼"] == (False, ADD_BUILDING)
    assert steps["打印入户条"] == (False, "")  # a task of staff


def test_the_committee_begins_with_a_building(enter, foreign_staff):
    client = enter("foreign_staff")
    here = Neighbourhood.objects.get(offices__user=foreign_staff)
    assert steps_on(client)["加楼"] == (False, ADD_BUILDING)
    first = BuildingFactory(neighbourhood=here, door_number="9")
    BuildingFactory(neighbourhood=here, door_number="114")
    assert steps_on(client)["导入名册"] == (False, upload(first))
    home = HouseholdFactory(building=first)
    page = reverse("slips:choose", args=[first.slug])
    assert steps_on(client)["打印入户条"] == (False, page)
    SlipFactory(household=home)
    assert steps_on(client) == {}


def test_what_others_have_done_elsewhere_is_no_step_of_ours(enter, foreign_staff):
    SlipFactory(household=HouseholdFactory())
    assert [done for done, _url in steps_on(enter("foreign_staff")).values()] == [False] * 3


def test_first_steps_ask_nothing_once_people_have_joined(enter, building, staff):
    MembershipFactory(household__building=building)
    assert steps_on(enter("staff")) == {}


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.label)
def test_an_empty_list_says_what_comes_first(client, foreign_staff, desk):
    client.force_login(foreign_staff)
    page = client.get(reverse(f"admin:{desk.label}_changelist"))
    assert page.status_code == 200
    if page.context["cl"].result_count:  # account, office and neighbourhood of the committee
        assert desk.model in {User, Neighbourhood, Office}
    else:
        assert f"这里还没有{desk.opts.verbose_name_plural}。" in page.text
        assert re.search(rf'<a href="{ADD_BUILDING}">\s*先加楼\s*</a>', page.text)


def test_a_list_that_is_searched_or_filtered_says_nothing_of_it(enter, building, staff):
    client, url = enter("staff"), reverse("admin:residents_household_changelist")
    for asked in ("?q=999", "?occupancy__exact=let"):
        assert "这里还没有户" not in client.get(url + asked).text
    HouseholdFactory(building=building)
    assert "这里还没有户" not in client.get(url).text


def test_a_box_with_nothing_to_choose_says_so(enter, keeper):
    client = enter("keeper")
    for url, what in (
        (ADD_BUILDING, "居民区"),
        (reverse("admin:residents_office_add"), "楼组、居民区"),
        (ADD_USER, "在哪个居民区的居委工作"),
        (reverse("admin:residents_flat_add"), "楼组"),
    ):
        page = client.get(url).text
        assert f'还没有{what}可以选。 <a href="{ADD_PLACE}">先加一个居民区</a>' in page
    NeighbourhoodFactory()
    assert "可以选。" not in client.get(ADD_BUILDING).text


def test_the_only_neighbourhood_is_chosen_for_a_building(enter, foreign_staff):
    page = enter("foreign_staff").get(ADD_BUILDING)
    here = Neighbourhood.objects.get(offices__user=foreign_staff)
    assert page.context["adminform"].form["neighbourhood"].value() == here.pk


def test_the_keeper_is_led_into_no_building(enter, building, keeper):
    page = enter("keeper").get("/admin/").text
    assert f'href="{building.get_absolute_url()}' not in page
    assert upload(building) in page


def test_a_building_without_a_roster_sends_the_committee_to_import_it(enter, building, staff):
    client = enter("staff")
    for url in (building.get_absolute_url(), reverse("slips:choose", args=[building.slug])):
        assert f'href="{upload(building)}"' in client.get(url).text
    assert "做成可以打印的一页" not in client.get(reverse("slips:choose", args=["114"])).text


def test_its_leader_is_told_to_ask_the_committee(enter, building, leader):
    leader.memberships.all().delete()
    Household.objects.all().delete()
    client = enter("leader")
    assert "请居委先导入名册" in client.get(building.get_absolute_url()).text
    assert "请找居委导入" in client.get(reverse("slips:choose", args=["114"])).text
