"""What is still to be paid waits for the people of the flat alone, until it is paid in full."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.matters.queries.shares_owed import shares_owed_by
from residents.models import Ownership
from residents.people.rules import standing_of
from tests.factories import HouseholdFactory, MembershipFactory, OwnerFactory, UserFactory
from tests.factories.matters import MatterFactory
from tests.factories.owners import answer_for_owner
from tests.factories.shares import asked_table, pay, proposed_table, table_to_pay

pytestmark = pytest.mark.django_db
OWED = "您家的分摊款还没有付清，请交给管账人"


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯")


@pytest.fixture
def table(matter, household, resident):
    return table_to_pay(matter, household, HouseholdFactory(building=matter.building))


def todo_of(client, where="home:home"):
    text = " ".join(client.get(reverse(where, args=["114"])).text.split())
    return text.partition('id="todo"')[2].partition("</section>")[0]


@pytest.mark.parametrize("where", ["home:home", "inbox:inbox"])
def test_the_people_of_a_flat_are_told_what_to_pay_and_to_whom(enter, table, treasurer, where):
    todo = todo_of(enter("resident"), where)
    assert (OWED in todo, "装电梯" in todo, "1,234.56" in todo) == (True, True, False)
    assert reverse("matters:shares", args=["114", table.matter_id]) in todo
    for other in ("leader", "treasurer", "core", "volunteer", "staff"):
        assert "您家的分摊款" not in todo_of(enter(other), where)


def test_it_goes_down_with_each_payment_that_counts_and_is_gone_when_all_is_paid(
    enter, table, household, treasurer
):
    client = enter("resident")
    pay(table.matter, household.flat, 234_56)
    pay(table.matter, household.flat, 1_000_00, confirmed=False)
    assert OWED in todo_of(client)
    shares = client.get(reverse("matters:shares", args=["114", table.matter_id])).text
    assert "还差1,000.00元" in shares
    pay(table.matter, household.flat, 1_000_00)
    assert "您家的分摊款" not in todo_of(client)


@pytest.mark.parametrize("shown", [True, False])
def test_who_keeps_the_money_is_told_as_agreed_or_by_office(enter, table, leader, treasurer, shown):
    treasurer.shows_name = shown
    treasurer.save(update_fields=["shows_name"])
    assert (f"请交给管账人 {treasurer}" in todo_of(enter("resident"))) is shown
    treasurer.offices.update(until=treasurer.offices.get().since)
    assert "交给楼组长" in todo_of(enter("resident"))


def test_people_who_rent_owe_nothing_and_the_owner_elsewhere_does(building, matter, household):
    tenant = MembershipFactory(household=household).user
    household.occupancy = "let"
    household.save()
    table_to_pay(matter, household)
    landlord = answer_for_owner(household.flat.owners.get())
    owed = [shares_owed_by(building, standing_of(user, building)) for user in (tenant, landlord)]
    assert [[one.fen for one in found] for found in owed] == [[], [1_234_56]]


@pytest.mark.parametrize("step", ["proposed", "asked", "refused", "done"])
def test_nothing_is_owed_before_all_read_that_it_was_agreed_to(
    enter, matter, household, resident, step
):
    """Nor for a matter that is over: what is missing then stands on its page."""
    steps = {
        "proposed": lambda: proposed_table(matter, UserFactory()),
        "asked": lambda: asked_table(matter, UserFactory()),
        "refused": lambda: table_to_pay(matter, household, agreed=False),
        "done": lambda: table_to_pay(matter, household),
    }
    Ownership.objects.create(owner=OwnerFactory(building=matter.building), flat=household.flat)
    steps[step]()
    if step == "done":
        type(matter).objects.filter(pk=matter.pk).update(stage="done")
    assert "您家的分摊款" not in todo_of(enter("resident"))


def test_what_several_flats_owe_is_one_line(building, matter, household, resident):
    second = HouseholdFactory(building=building)
    MembershipFactory(household=second, user=resident)
    table_to_pay(matter, household, second)
    (owed,) = shares_owed_by(building, standing_of(resident, building))
    assert (owed.matter, owed.fen) == (matter, 2 * 1_234_56)
