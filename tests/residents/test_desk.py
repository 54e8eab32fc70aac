from __future__ import annotations

import re

import pytest

from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def front(client) -> str:
    page = client.get("/admin/").content.decode()
    table = re.search(r'id="buildings".*?</table>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", table).split())


def test_the_front_page_shows_the_neighbourhoods_buildings(
    enter, building, next_door, leader, staff
):
    BuildingFactory(nickname="远处楼")
    leader.shown_name = "李建国"
    leader.save()
    HouseholdFactory(building=building)
    MembershipFactory(household=MembershipFactory(household__building=building).household)
    said = front(enter("staff"))
    assert "114号 连心楼 3 2 李建国" in said
    assert "115号" in said
    assert "远处楼" not in said


def test_a_leader_of_yesterday_is_not_shown(enter, building, staff):
    OfficeFactory(user=UserFactory(shown_name="老组长"), building=building, until="2024-01-01")
    assert "114号 连心楼 0 0 –" in front(enter("staff"))


def test_an_empty_neighbourhood_says_what_to_do_first(enter, foreign_staff):
    assert "先加一栋楼" in front(enter("foreign_staff"))


@pytest.mark.parametrize("more", [0, 2])
def test_the_front_page_costs_the_same_for_any_number_of_buildings(
    enter, building, staff, django_assert_num_queries, more
):
    for _number in range(more):
        one = BuildingFactory(neighbourhood=building.neighbourhood)
        OfficeFactory(building=one)
        HouseholdFactory.create_batch(2, building=one)
    client = enter("staff")
    client.get("/admin/")
    with django_assert_num_queries(7):
        client.get("/admin/")
