"""The committee sees the states of slips, but no codes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.access.models.slips import STATES
from residents.models import Slip
from tests.factories import JoiningFactory, SlipFactory, UserFactory

pytestmark = pytest.mark.django_db
SLIPS = reverse("admin:residents_slip_changelist")


@pytest.fixture
def slips(household, staff):
    """State → a slip in it."""
    now = timezone.now()
    ends = {
        "live": {},
        "used": {"used": 6, "expires_at": now - dt.timedelta(days=1)},
        "expired": {"expires_at": now - dt.timedelta(days=1)},
        "revoked": {"used": 6, "revoked_at": now, "revoked_by": staff},
    }
    return {state: SlipFactory(household=household, **more) for state, more in ends.items()}


@pytest.mark.parametrize("state", STATES)
def test_slips_are_found_by_what_became_of_them(enter, slips, state):
    found = enter("staff").get(f"{SLIPS}?state={state}").context["cl"].result_list
    assert [slip.pk for slip in found] == [slips[state].pk]
    assert [s.state for s in Slip.objects.in_state(state)] == [state]


def test_neither_code_nor_hash_is_shown(enter, household, staff):
    slip = SlipFactory(household=household, code="ACDE3467", kind="key", uses=1, user=UserFactory())
    joining = JoiningFactory(membership__household=household)
    client = enter("staff")
    for row in (slip, joining):
        name = f"admin:residents_{row._meta.model_name}"
        for url in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
            page = client.get(url)
            assert page.status_code == 200
            for secret in (slip.digest, "ACDE3467", joining.slip.digest):
                assert secret not in page.content.decode(), url
