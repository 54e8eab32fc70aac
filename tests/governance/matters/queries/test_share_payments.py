"""What a flat paid is asked about while the shares are not agreed to."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.ledger.models import Entry
from residents.models import Flat
from tests.factories import OfficeFactory
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.shares import (
    account_of,
    agreed_table,
    asked_table,
    draft_table,
    proposed_table,
    publish_result_of,
)

pytestmark = pytest.mark.django_db
DOUBT = "分摊还没有定。真的先收吗？"


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    make_owner(building, rooms=("301",))
    return MatterFactory(building=building, title="装电梯")


def rejected_table(matter, by):
    return publish_result_of(asked_table(matter, by), by, passed=False)


def expecting(matter, _by):
    matter.has_shares = True
    matter.save(update_fields=["has_shares"])


def enter_payment(client, matter, **changes):
    sent = {
        "direction": "in",
        "yuan": "100",
        "on": f"{timezone.localdate()}",
        "purpose": "分摊款",
        "flat": f"{Flat.objects.get().pk}",
    }
    where = reverse("ledger:enter", args=["114", account_of(matter).pk])
    return client.post(where, sent | changes)


@pytest.mark.parametrize(
    ("make", "doubted"),
    [
        (lambda _matter, _by: None, False),
        (expecting, True),
        (draft_table, True),
        (proposed_table, True),
        (asked_table, True),
        (rejected_table, True),
        (agreed_table, False),
    ],
    ids=["no shares", "of its kind", "drafted", "proposed", "asked", "rejected", "agreed"],
)
def test_a_payment_is_asked_about_until_the_shares_are_agreed_to(
    enter, matter, leader, make, doubted
):
    make(matter, leader)
    client = enter("leader")
    page = enter_payment(client, matter)
    assert (page.status_code, Entry.objects.count()) == ((200, 0) if doubted else (302, 1))
    assert (DOUBT in page.content.decode()) == doubted
    if doubted:
        enter_payment(client, matter, do="anyway")
        assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"flat": ""}, {"direction": "out"}], ids=["no flat", "returned"]
)
def test_other_entries_raise_no_doubt(enter, matter, leader, change):
    draft_table(matter, leader)
    assert enter_payment(enter("leader"), matter, **change).status_code == 302
