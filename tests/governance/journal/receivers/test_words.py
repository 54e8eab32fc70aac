"""Titles of journal lines about records. They never name an owner or a resident."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils.translation import override

from governance.journal.receivers.words import (
    field_names,
    from_day,
    named_changes,
    office_at_the_desk,
    phone_name,
    record_name,
    rooms_of,
    slip_name,
    subject_of,
)
from residents.models import Flat, Household, Ownership
from tests.factories import FlatFactory, HouseholdFactory, OwnerFactory, SlipFactory

pytestmark = pytest.mark.django_db
NAME = "王秀英"
TODAY = dt.date(2028, 2, 29)


@pytest.fixture
def owner(cast):
    return OwnerFactory(building=cast.building, name=NAME)


@pytest.fixture
def flat(cast):
    return FlatFactory(building=cast.building, room="302")


def test_a_record_is_named_by_its_flat_and_an_owner_not_at_all(cast, owner, flat):
    household = HouseholdFactory(building=cast.building, flat=flat)
    ownership = Ownership.objects.create(owner=owner, flat=flat)
    with override("en"):
        texts = [record_name(one) for one in (flat, household, owner, ownership)]
    assert texts == ["302室", "302室", "一位业主", "302室的产权"]


def test_a_phone_is_told_by_the_flats_that_are_owned_today(cast, owner, flat):
    household = HouseholdFactory(building=cast.building, flat=flat)
    assert phone_name(household) == "302室的联系电话"
    assert phone_name(owner) == "一位业主的业主电话"
    Ownership.objects.create(owner=owner, flat=flat)
    sold = FlatFactory(building=cast.building, room="401")
    Ownership.objects.create(
        owner=owner, flat=sold, since=dt.date(2020, 1, 1), until=dt.date(2021, 1, 1)
    )
    with override("en"):
        assert phone_name(owner) == "302室的业主电话"


def test_a_change_names_the_columns_and_never_their_values(flat, owner):
    with override("en"):
        found = named_changes(flat, ["area", "floor"])
    assert found == f"302室：{field_names(Flat, ['area', 'floor'])}"
    assert str(flat.area) not in found
    assert NAME not in named_changes(owner, ["name", "phone"])
    assert field_names(Household, []) == ""


def test_a_day_is_told_unless_it_is_today(cast):
    with time_machine.travel(dt.datetime(2028, 2, 28, 17, tzinfo=dt.UTC), tick=False):
        assert from_day("302室", None) == from_day("302室", TODAY) == "302室"
        with override("en"):
            later = from_day("302室", TODAY + dt.timedelta(days=1))
        assert later == "302室（从3月1日（周三）起）"
        assert "2027年" in from_day("302室", dt.date(2027, 2, 28))


def test_flats_and_slips_are_named_in_the_language_of_the_site(cast, flat):
    other = FlatFactory(building=cast.building, room="401")
    slip = SlipFactory(household=HouseholdFactory(building=cast.building, flat=flat))
    with override("en"):
        assert rooms_of([flat, other]) == "302室、401室"
        assert slip_name(slip).startswith("302室 ")
        assert not slip_name(slip).isascii()
    assert rooms_of([]) == ""


def test_who_serves_no_committee_acts_at_the_desk_as_keeper(cast):
    assert office_at_the_desk(cast["staff"], cast.building) == "staff"
    assert office_at_the_desk(cast["foreign_staff"], cast.building) == "keeper"
    assert office_at_the_desk(cast["leader"], cast.building) == "keeper"


def test_the_subject_of_a_line_is_the_kind_and_the_key_of_its_row(flat):
    assert subject_of(flat, "302室") == ("residents.flat", flat.pk, "302室")
