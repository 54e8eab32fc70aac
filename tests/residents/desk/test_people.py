from __future__ import annotations

import re

import pytest
from django.urls import reverse

from residents.models import Office, User
from residents.people.actions.offices import end_office
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OFFICES = reverse("admin:residents_office_changelist")


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
    found = front(enter("staff"))
    assert "114号 连心楼 3 2 李建国" in found
    assert "115号" in found
    assert "远处楼" not in found


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
    with django_assert_num_queries(16):  # one of them for the first steps
        client.get("/admin/")
    MembershipFactory(household__building=building)
    with django_assert_num_queries(15):
        client.get("/admin/")


def test_the_desk_opens_by_office_and_closes_with_it(enter, staff):
    client = enter("staff")
    assert client.get("/admin/").status_code == 200
    end_office(staff.offices.get(), by=None)
    assert client.get("/admin/").status_code == 302


def test_a_keeper_of_the_installation_sees_every_neighbourhood(client, building):
    client.force_login(User.objects.create_superuser("keeper", password="x", shown_name="管理员"))
    OfficeFactory()
    page = client.get(OFFICES)
    assert page.context["cl"].queryset.count() == Office.objects.count()


def test_staff_appoint_and_end_offices_and_the_journal_knows(enter, building, leader, staff):
    client = enter("staff")
    answer = client.post(
        reverse("admin:residents_office_add"),
        {"user": leader.pk, "kind": "core", "building": building.pk, "since": "2024-01-01"},
    )
    office = leader.offices.get(kind="core")
    assert (answer.status_code, office.appointed_by) == (302, staff)
    client.post(OFFICES, {"action": "end_today", "_selected_action": [office.pk], "do": "yes"})
    office.refresh_from_db()
    assert office.until is not None
    assert [line.verb for line in building.journal.order_by("number")][-2:] == [
        "residents.appointed",
        "residents.office_ended",
    ]


def test_an_office_is_never_edited_away(enter, building, leader, staff):
    office = leader.offices.get()
    change = reverse("admin:residents_office_change", args=[office.pk])
    assert enter("staff").post(change, {"kind": "core"}).status_code == 403
    assert Office.objects.get(pk=office.pk).kind == "leader"


def test_an_inactive_person_has_no_desk(client, staff):
    client.force_login(staff)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_accounts_are_the_keepers_to_make(enter, staff, building):
    assert enter("staff").get(reverse("admin:residents_user_add")).status_code == 403
    assert UserFactory() not in User.objects.filter(offices__kind="staff")
