"""Query counts of every list at the desk, and limits of its counting."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from residents.desk.paginator import NearPaginator
from residents.models import DeskSignIn, Flat
from tests.architecture.building_pair import fill_both
from tests.factories import (
    MARKED_OBJECTS,
    BuildingFactory,
    NoticeFactory,
)
from tests.factories.canvass import make_owner

pytestmark = pytest.mark.django_db
DESKS = [m for m in admin.site._registry if m._meta.app_label != "auth"]
COSTS = {
    **dict.fromkeys(
        (
            "Circular",
            "Consent",
            "DeskSignIn",
            "Draft",
            "Hiding",
            "Neighbourhood",
            "Objection",
            "Report",
            "Unmasking",
            "User",
        ),
        5,
    ),
    **dict.fromkeys(
        (
            "Building",
            "Canvass",
            "Charter",
            "CommitteeKind",
            "Household",
            "Joining",
            "Knock",
            "Line",
            "Matter",
            "Meeting",
            "Membership",
            "Notice",
            "Office",
            "Ownership",
            "Pause",
            "RosterColumn",
            "Slip",
            "Story",
            "Thread",
        ),
        6,
    ),
    **dict.fromkeys(("Account", "Flat", "Owner", "ShareTable"), 7),
}
"""Number of queries of each list, including session, user and committees, independent of its rows.
"""


def fill(building, leader, word):
    for make in MARKED_OBJECTS.values():
        make(building, leader, word)
    NoticeFactory(building=building, author=leader)
    make_owner(building, rooms=[f"4{word}"])


@pytest.fixture
def staffed(client, building, next_door, leader, neighbour, staff):
    fill_both(building, next_door, leader=leader, neighbour=neighbour)
    make_owner(building, rooms=["409"])
    DeskSignIn.objects.create(user=staff, how="totp")
    client.force_login(staff)
    client.get("/admin/")
    return client


def cost_of(client, model) -> int:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_every_list_costs_the_same_however_long_it_is(staffed, building, leader, staff):
    costs = {model.__name__: cost_of(staffed, model) for model in DESKS}
    for word in ("A", "B", "C"):
        fill(BuildingFactory(neighbourhood=building.neighbourhood), leader, word)
        DeskSignIn.objects.create(user=staff, how="totp")
    again = {model.__name__: cost_of(staffed, model) for model in DESKS}
    assert again == costs
    assert costs == COSTS, "a list costs other than it did: is that meant? A new one says its cost."


@pytest.mark.parametrize("model", DESKS, ids=lambda m: m.__name__)
def test_every_list_has_pages_and_counts_no_further(rf, staff, model):
    desk = admin.site.get_model_admin(model)
    assert desk.list_per_page <= 50
    assert desk.show_full_result_count is False
    assert isinstance(
        desk.get_paginator(rf.get("/"), model.objects.order_by("pk"), 50), NearPaginator
    )


def test_a_list_counts_a_few_pages_ahead(building):
    for number in range(25):
        Flat.objects.create(building=building, floor=1, room=f"1{number:02d}")
    pages = NearPaginator(Flat.objects.order_by("pk"), 2)
    assert (pages.count, pages.num_pages, pages.unfinished) == (20, 10, True)
    later = NearPaginator(Flat.objects.order_by("pk"), 2)
    later.page_shown = 8
    assert (later.count, later.num_pages, later.unfinished) == (25, 13, False)
    assert len(later.page(13).object_list) == 1
    with CaptureQueriesContext(connection) as seen:
        assert NearPaginator(Flat.objects.order_by("pk"), 2).count == 20
    assert "LIMIT 20" in seen[0]["sql"]
