"""The desk of residents is in Chinese: no sentence or heading of Django stays in English."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.architecture.building_pair import fill_both
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"[A-Za-z][a-z’']+(?: [A-Za-z’']+)+")
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
ATTRIBUTES = re.compile(r'(?:title|alt|aria-label|placeholder)="([^"]*)"')


def english_on(page: str) -> set[str]:
    """Return pairs of English words that are visible or read by screen readers."""
    seen = UNSEEN.sub(" ", page)
    heard = " ¦ ".join(ATTRIBUTES.findall(seen))
    read = re.sub(r"<[^>]+>", " ¦ ", seen)
    return {found[0] for found in ENGLISH.finditer(html.unescape(f"{read} ¦ {heard}"))}


@pytest.fixture
def keeper(building, next_door, leader, neighbour):
    fill_both(building, next_door, leader=leader, neighbour=neighbour)
    flat = FlatFactory(building=building)
    owner = OwnerFactory(building=building)
    owner.ownerships.create(flat=flat)
    MembershipFactory(household=HouseholdFactory(building=building, flat=flat))
    return UserFactory(is_superuser=True)


def pages(client):
    request = client.get("/admin/").wsgi_request
    yield "/admin/"
    desks = admin.site._registry.items()
    for model, desk in ((m, d) for m, d in desks if m._meta.app_label == "residents"):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if desk.has_add_permission(request):
            yield reverse(f"{name}_add")
        for row in desk.get_queryset(request)[:1]:
            yield reverse(f"{name}_change", args=[row.pk])
            yield reverse(f"{name}_history", args=[row.pk])


def test_no_page_of_the_desk_is_half_english(enter, keeper):
    client = enter("keeper")
    left = {
        url: words
        for url in pages(client)
        if (words := english_on(client.get(url, follow=True).text))
    }
    assert left == {}


def test_the_lists_of_a_room_say_nothing_of_what_is_to_be_done(enter, building, staff):
    """The front page says it, from a context that the page of one app does not have."""
    page = enter("staff").get(reverse("admin:app_list", args=["lounge"])).text
    assert reverse("admin:lounge_thread_changelist") in page
    assert ["没有卡住的事" in page, "还没有楼" in page] == [False, False]
