from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.inbox import ContactWayFactory, NoticeMessageFactory

pytestmark = pytest.mark.django_db


def test_rooms_that_an_urgent_message_cannot_reach_are_doors_to_knock_at(building, enter, leader):
    for room in ("101", "102", "103"):
        home = HouseholdFactory(building=building, flat__room=room)
        MembershipFactory(household=home)
    ContactWayFactory(user=home.memberships.get().user)
    HouseholdFactory(building=building, flat__room="104", occupancy="empty", aged_18_59=0)
    client, url = enter("leader"), reverse("today:today", args=["114"])
    assert "没有选怎样告诉" not in client.get(url).text
    NoticeMessageFactory(building=building, urgent=True)
    building.content_version += 1
    building.save(update_fields=["content_version"])
    page = client.get(url).text
    line = page[page.index("没有选怎样告诉") :][:60]
    assert all(room in line for room in ("101", "102"))
    assert "103" not in line
    assert "104" not in line
