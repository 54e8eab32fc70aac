"""Slips of many buildings in one document: permissions, revoked slips, order and queries."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.journal.models import Line
from residents.access.models.slips import digest_of
from residents.joining.actions.slips import print_slips
from residents.models import Slip
from residents.roster.admin import slips
from tests.factories import BuildingFactory, HouseholdFactory, MembershipFactory, UserFactory
from tests.factories.slips import codes_in
from tests.residents.roster.words import words

pytestmark = pytest.mark.django_db
URL = "/admin/residents/building/slips/"


def filled(building, homes=7):
    return [
        HouseholdFactory(building=building, flat__room=f"{n}01", flat__floor=n)
        for n in range(1, homes + 1)
    ]


def typed(*buildings, whom="all", once="k"):
    return {"buildings": [one.pk for one in buildings], "whom": whom, "once": once}


def test_the_address_is_the_one_that_the_list_leads_to(enter, building, next_door, staff):
    assert reverse("admin:residents_building_slips") == URL
    filled(building, 1), filled(next_door, 2)
    client = enter("staff")
    chosen = {"action": "print_slips", "_selected_action": [next_door.pk]}
    page = client.post(reverse("admin:residents_building_changelist"), chosen, follow=True)
    assert [(row.building, row.homes, row.chosen) for row in page.context["rows"]] == [
        (building, 1, False),
        (next_door, 2, True),
    ]


def test_in_order_each_building_on_a_page_of_its_own_each_with_its_line(enter, building, staff):
    ninth = BuildingFactory(neighbourhood=building.neighbourhood, door_number="9", nickname="")
    filled(building), filled(ninth, 2)
    page = enter("staff").post(URL, typed(building, ninth))
    assert page.status_code == 201
    assert "no-store" in page["Cache-Control"]
    heads = re.findall(r"<h2>\s*(.*?)\s*</h2>", page.content.decode())
    assert heads == [
        "9号 入户条 · 第1页，共1页",
        "114号 连心楼 入户条 · 第1页，共2页",
        "114号 连心楼 入户条 · 第2页，共2页",
    ]
    rooms = re.findall(r"<b>(\w+)室</b>", page.content.decode())
    assert rooms == ["101", "201", *(f"{n}01" for n in range(1, 8))]
    assert {digest_of(code) for code in codes_in(page)} == {
        *Slip.objects.values_list("digest", flat=True)
    }
    lines = Line.objects.filter(verb="residents.slips_printed", actor=staff)
    assert sorted(lines.values_list("building", "subject_title")) == sorted(
        [(building.pk, "7张入户条"), (ninth.pk, "2张入户条")]
    )


def test_codes_are_shown_once(enter, building, staff):
    filled(building, 2)
    client = enter("staff")
    first = client.post(URL, typed(building))
    again = client.post(URL, typed(building))
    assert again.status_code == 302
    assert again.url == first["Location"]
    assert Slip.objects.live().count() == 2


def test_only_those_without_or_everybody_whose_slips_then_end(enter, building, staff):
    joined, with_slip, neither = filled(building, 3)
    MembershipFactory(household=joined)
    client = enter("staff")
    old = print_slips([with_slip], by=staff)[0].slip
    client.post(URL, typed(building, whom="without"))
    assert [home.slips.count() for home in (joined, with_slip, neither)] == [0, 1, 1]
    client.post(URL, typed(building, whom="all", once="b"))
    assert Slip.objects.live().count() == 3
    old.refresh_from_db()
    assert old.revoked_by == staff


def test_nothing_to_print_and_too_much_are_said(enter, building, staff, monkeypatch):
    for home in filled(building, 3):
        MembershipFactory(household=home)
    client = enter("staff")
    assert "请选“每一户”" in words(client.post(URL, typed(building, whom="without")))
    assert "请至少选一栋楼" in words(client.post(URL, {"whom": "all"}))
    monkeypatch.setattr(slips, "MAX_SLIPS", 2)
    assert "一次最多印2张，现在是3张" in words(client.post(URL, typed(building)))
    assert not Slip.objects.exists()


def test_the_keeper_prints_none_and_staff_none_of_another_neighbourhood(
    client, enter, building, foreign_staff
):
    filled(building, 1)
    client.force_login(UserFactory(is_superuser=True))
    assert "您不是这里的工作人员" in words(client.get(URL))
    assert client.post(URL, typed(building)).status_code == 403
    client.force_login(foreign_staff)
    page = client.post(URL, typed(building))
    assert (page.status_code, Slip.objects.count()) == (200, 0)
    assert "114号" not in words(page)


def test_a_home_more_costs_no_statement_more(enter, building, staff):
    def cost(place, once):
        with CaptureQueriesContext(connection) as seen:
            assert client.post(URL, typed(place, once=once)).status_code == 201
        return len(seen)

    two, many = (BuildingFactory(neighbourhood=building.neighbourhood) for _n in range(2))
    filled(two, 2), filled(many, 12)
    client = enter("staff")
    cost(two, "a")
    cost(many, "b")
    assert cost(two, "c") == cost(many, "d")
