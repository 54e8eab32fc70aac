"""Households are chosen for slips: at first those that need one, then as typed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from residents.joining.forms.slips import HouseholdsForm, SlipsOfManyForm
from residents.models import Building, Household
from tests.factories import BuildingFactory, HouseholdFactory

ROWS = [
    SimpleNamespace(pk=1, joined=0, has_slip=False),
    SimpleNamespace(pk=2, joined=1, has_slip=False),
    SimpleNamespace(pk=3, joined=0, has_slip=True),
]


@pytest.mark.django_db
def test_what_was_typed_is_chosen_again_and_nonsense_is_not():
    home = HouseholdFactory()
    form = HouseholdsForm(
        QueryDict(f"households={home.pk}&households=x&households=²&households=-3"),
        households=Household.objects.filter(pk=home.pk),
    )
    assert form.chosen == {home.pk}
    assert not form.is_valid()
    assert HouseholdsForm(QueryDict(""), households=Household.objects.all()).chosen == set()


def test_at_first_those_are_chosen_that_need_a_slip():
    form = HouseholdsForm(households=Household.objects.none())
    form.rows = ROWS
    assert form.chosen == {1}


@pytest.mark.django_db
@pytest.mark.parametrize(("whom", "chosen"), [("without", [1]), ("all", [1, 2, 3])])
def test_all_buildings_are_chosen_or_only_those_that_need_slips(whom, chosen):
    building = BuildingFactory()
    form = SlipsOfManyForm(
        QueryDict(f"buildings={building.pk}&whom={whom}"), buildings=Building.objects.all()
    )
    assert form.is_valid()
    assert [row.pk for row in form.chosen(iter(ROWS))] == chosen


@pytest.mark.django_db
def test_a_building_of_others_cannot_be_chosen():
    form = SlipsOfManyForm(
        QueryDict(f"buildings={BuildingFactory().pk}&whom=all"), buildings=Building.objects.none()
    )
    assert list(form.errors) == ["buildings"]
