"""The desk of residents is in Chinese: no sentence or heading of Django stays in English."""

from __future__ import annotations

import html
import re
from functools import partial

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from louzu.health import registry, running
from louzu.health.registry import fail, health_check, warn
from tests.architecture.building_pair import fill_both
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
FINDINGS = 'id="findings"'
ENGLISH = re.compile(r"[A-Za-z][a-z’']+(?: [A-Za-z’']+)+")
UNSEEN = re.compile(r"<(script|style|svg|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
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


@pytest.fixture
def find(monkeypatch):
    """``find(disk=finding)`` lets the checks find this and no more. Returns a list of what ran."""
    registry._discover()

    def replace(**findings):
        ran = []

        def check(name):
            ran.append(name)
            return findings[name]

        monkeypatch.setattr(running, "_latest", None)
        monkeypatch.setattr(registry, "_registered", {})
        for name in findings:
            health_check(name, needs_database=False)(partial(check, name))
        return ran

    return replace


def test_the_keeper_sees_first_what_is_wrong_and_it_costs_no_statement(
    client, building, find, django_assert_num_queries
):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    find(disk=None)
    client.get(INDEX)  # the first request of a session costs more
    with django_assert_num_queries(16):
        assert FINDINGS not in client.get(INDEX).text
    ran = find(
        clock=warn("w", "钟慢了。"),
        disk=fail("f", "满了%(n)d次。", n=2),
        backup=warn("b", "备份。"),
    )
    with django_assert_num_queries(16):
        text = client.get(INDEX).text
    listed, after = text.split(FINDINGS)[1].split("</ul>", 1)
    assert re.findall(r"<li class=\"(\w+)\">(.+)</li>", listed) == [
        ("error", "满了2次。"),
        ("warning", "钟慢了。"),
    ]
    assert f'<a href="{reverse("admin:jobs")}">' in after.split("</p>")[0]
    assert 'id="work"' in after
    client.get(INDEX)
    assert ran == ["clock", "disk", "backup"]  # once, and remembered


def test_the_staff_of_a_neighbourhood_are_not_told(enter, building, staff, find):
    ran = find(disk=fail("f", "满了。"))
    page = enter("staff").get(INDEX).text
    assert (FINDINGS in page, "满了。" in page, ran) == (False, False, [])


def test_the_foot_of_each_page_tells_the_version(enter, building, staff):
    for url in (INDEX, reverse("admin:lounge_thread_changelist")):
        foot = enter("staff").get(url).text.split('<footer id="footer">')[1]
        assert f"第{settings.VERSION}版" in foot
