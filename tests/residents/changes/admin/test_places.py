from __future__ import annotations

import pytest
from django.urls import reverse

from residents.models import Household
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory, OwnerFactory

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def homes(building):
    """One household with a member, one without, and an owner, all with phones."""
    joined = MembershipFactory(household__building=building).household
    HouseholdFactory(building=building, contact="李梅")
    Household.objects.update(phone=PHONE)
    owner = OwnerFactory(building=building, name="王建国", phone=PHONE)
    for room in ("201", "501"):
        owner.ownerships.create(flat=FlatFactory(building=building, room=room, floor=int(room[0])))
    return joined


@pytest.mark.parametrize(
    ("desk", "query", "count"),
    [
        ("household", "joined=yes", 1),
        ("household", "joined=no", 1),
        ("household", "q=李梅", 1),
        ("household", f"q={PHONE}", 0),
        ("owner", "q=王建国", 1),
        ("owner", "q=501", 1),
        ("flat", "floor=2", 1),
        ("flat", "q=王建国", 2),
        ("ownership", "q=501", 1),
        ("building", "q=114", 1),
    ],
)
def test_lists_are_filtered_and_searched(enter, homes, staff, desk, query, count):
    page = enter("staff").get(reverse(f"admin:residents_{desk}_changelist") + f"?{query}")
    assert page.context["cl"].result_count == count


def test_an_owner_is_listed_with_all_flats(enter, homes, staff):
    page = enter("staff").get(reverse("admin:residents_owner_changelist"))
    assert "201室、501室" in page.content.decode()
