"""A closing that is undone leaves no trace, whatever else happens that day."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from louzu.lib.errors import Refused
from residents.changes.actions.buildings import close_building, reopen_building
from residents.changes.actions.closing import close_flat, reopen_flat, reopen_household
from residents.changes.actions.moving import move_household, move_in
from residents.changes.actions.sales import sell_flats
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import last_household_of, memberships_ended_with
from residents.joining.actions.joining import join_as, move_out, undo_joining
from residents.models import Building, Flat, Household, Joining, Membership, Ownership
from residents.privacy.actions.forgetting import forget_user
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
    SlipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER = TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=20)
COMES = HouseholdInput(occupancy="let", aged_18_59=2, contact="新来的")


def settled(door: str) -> Building:
    """Two flats with owners and two members each."""
    building = BuildingFactory(slug=door, door_number=door)
    for room in ("301", "302"):
        flat = FlatFactory(building=building, room=room, floor=3)
        home = HouseholdFactory(building=building, flat=flat, aged_18_59=2)
        for name in ("甲", "乙"):
            MembershipFactory(household=home, user__shown_name=f"{room}{name}")
        owner = OwnerFactory(building=building, name=f"{room}的业主")
        owner.ownerships.create(flat=flat, since=dt.date(2020, 1, 1))
    return building


def state(building: Building) -> dict[str, object]:
    """Return all rows with their days, as text."""
    flats = Flat.objects.filter(building=building).order_by("pk")
    homes = Household.objects.filter(building=building).order_by("pk")
    held = Ownership.objects.filter(flat__building=building).order_by("pk")
    members = Membership.objects.filter(household__building=building).order_by("pk")
    days = ("since", "until", "own_until")
    return {
        "building": Building.objects.get(pk=building.pk).until,
        "flats": [*flats.values_list("room", *days)],
        "homes": [*homes.values_list("flat__room", "occupancy", "contact", *days)],
        "held": [*held.values_list("flat__room", "owner__name", *days)],
        "members": [*members.values_list("household__flat__room", "user__shown_name", *days)],
    }


class Doings:
    """Things that may happen in a building, by name."""

    def __init__(self, building: Building) -> None:
        self.building, self.by = building, UserFactory(shown_name="林老师")

    def flat(self, room="301") -> Flat:
        return Flat.objects.filter(building=self.building, room=room).latest("pk")

    def home(self) -> Household:
        return Household.objects.occupied().filter(flat=self.flat()).latest("pk")

    def close_flat(self, on=TODAY):
        close_flat(self.flat(), on=on, by=self.by)

    def close_flat_later(self):
        self.close_flat(on=LATER)

    def reopen_flat(self):
        home = last_household_of(self.flat())
        reopen_flat(self.flat(), members=memberships_ended_with(home) if home else (), by=self.by)

    def household_leaves(self, on=TODAY):
        move_household(self.home(), on=on, by=self.by)

    def household_leaves_soon(self):
        self.household_leaves(on=SOON)

    def household_moves(self):
        move_household(Household.objects.current().get(flat=self.flat("302")), on=TODAY, by=self.by)
        move_household(self.home(), to=self.flat("302"), on=TODAY, by=self.by)

    def household_comes(self):
        move_in(self.flat(), on=SOON, newcomers=COMES, by=self.by)

    def reopen_household(self):
        reopen_household(self.home(), members=memberships_ended_with(self.home()), by=self.by)

    def somebody_leaves(self):
        move_out(Membership.objects.current().filter(household__flat=self.flat())[0], by=self.by)

    def somebody_joins(self):
        home = Household.objects.current().get(flat=self.flat())
        join_as(SlipFactory(household=home), UserFactory(shown_name="丙"))

    def sell(self, on=TODAY, who_lives="stay"):
        buyer = OwnerFactory.build(building=self.building, name="新主")
        sell_flats([self.flat()], to=buyer, on=on, who_lives=who_lives, by=self.by)

    def sell_soon(self):
        self.sell(on=SOON, who_lives="let")

    def sell_empty(self):
        self.sell(who_lives="leave")

    def do(self, *names: str) -> None:
        """Do them in order. A refused one must change nothing."""
        missing = (Household.DoesNotExist, Membership.DoesNotExist, IndexError)
        for name in names:
            with suppress(Refused, *missing), transaction.atomic():
                getattr(self, name)()


STEPS = [
    "close_flat",
    "close_flat_later",
    "reopen_flat",
    "household_leaves",
    "household_leaves_soon",
    "household_moves",
    "household_comes",
    "reopen_household",
    "somebody_leaves",
    "somebody_joins",
    "sell",
    "sell_soon",
    "sell_empty",
]
steps = st.lists(st.sampled_from(STEPS), max_size=4)


def closed_and_reopened(building: Building, *, what: str, on: dt.date, before, after) -> bool:
    """Return whether the closing was accepted."""
    doings = Doings(building)
    doings.do(*before)
    building.refresh_from_db()
    try:
        if what == "building":
            close_building(building, on=on, by=doings.by)
        else:
            close_flat(doings.flat(), on=on, by=doings.by)
    except Refused:
        return False
    doings.do(*after)
    if what == "building":
        reopen_building(building, by=doings.by)
    else:
        doings.reopen_flat()
    return True


@pytest.mark.parametrize(
    "order",
    [
        order
        for n in range(5)
        for order in itertools.permutations(
            ["close_flat", "somebody_leaves", "household_leaves", "sell"], n
        )
    ],
    ids=", ".join,
)
def test_a_building_closed_and_reopened_is_as_it_was(order):
    building = settled("21")
    doings = Doings(building)
    doings.do(*order)
    before = state(building)
    close_building(building, on=TODAY, by=doings.by)
    reopen_building(building, by=doings.by)
    assert state(building) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["building", "flat"]), st.sampled_from([TODAY, LATER]), steps, steps)
@example("building", LATER, ["close_flat_later"], ["reopen_flat"])
@example("building", LATER, ["household_leaves"], ["reopen_household", "sell_soon"])
@example("building", TODAY, ["close_flat", "reopen_flat", "sell"], [])
@example("flat", TODAY, ["somebody_leaves", "household_leaves"], [])
@example("flat", LATER, [], ["household_leaves_soon", "sell_soon"])
@example("building", LATER, [], ["close_flat_later"])
@example("building", LATER, ["close_flat_later"], ["reopen_flat", "close_flat_later"])
def test_a_closing_taken_back_might_never_have_been(what, on, before, after):
    """The same steps without the closing give the same state. Two closings of one flat are one:
    both are undone."""
    before = [step for step in before if what == "building" or step != "close_flat_later"]
    after = (
        [step for step in after if what == "building" or "flat" not in step] if on > TODAY else []
    )
    with transaction.atomic():
        closed, never = settled("114"), settled("115")
        if closed_and_reopened(closed, what=what, on=on, before=before, after=after):
            # Refused, because the flat ends with its building on that day: see below.
            after = [step for step in after if step != "close_flat_later"]
            Doings(never).do(*before, *after)
            assert state(closed) == state(never)
        transaction.set_rollback(True)


def test_who_was_forgotten_or_undone_meanwhile_does_not_come_back(clerk):
    building = settled("21")
    doings = Doings(building)
    newcomer = UserFactory(shown_name="丙")
    home = doings.home()
    join_as(SlipFactory(household=home), newcomer)
    close_building(building, on=TODAY, by=clerk)
    undo_joining(Joining.objects.get(user=newcomer), by=clerk)
    forget_user(home.memberships.get(user__shown_name="301甲").user, by=clerk)
    reopen_building(building, by=clerk)
    there = Membership.objects.current().filter(household=home)
    assert [str(one.user) for one in there] == ["301乙"]


def test_a_flat_that_ends_with_its_building_is_not_opened_alone(clerk):
    building = settled("21")
    close_building(building, on=LATER, by=clerk)
    with pytest.raises(Refused, match="整栋楼撤销的"):
        reopen_flat(Flat.objects.get(room="301"), by=clerk)


@pytest.mark.parametrize("later", [0, 1])
def test_what_ends_with_its_building_is_not_ended_again(clerk, later):
    building = settled("21")
    flat, home = Doings(building).flat(), Doings(building).home()
    close_building(building, on=LATER, by=clerk)
    before, on = state(building), LATER + dt.timedelta(days=later)
    words = r"^整栋楼从.*起撤销，301室也一起注销，请写更早的日子。$"
    with pytest.raises(Refused, match=words):
        close_flat(flat, on=on, by=clerk)
    with pytest.raises(Refused, match=words):
        move_household(home, on=on, by=clerk)
    assert state(building) == before
    close_flat(flat, on=SOON, by=clerk)
    assert Doings(building).flat().until == SOON


def test_what_ends_on_a_later_day_is_told_from_what_has_ended(clerk):
    doings = Doings(settled("21"))
    flat, home = doings.flat(), doings.home()
    move_household(home, on=SOON, by=clerk)
    with pytest.raises(Refused, match=r"^这一户.*就搬走，请写更早的日子。$"):
        move_household(home, on=SOON, by=clerk)
    close_flat(flat, on=LATER, by=clerk)
    with pytest.raises(Refused, match=r"^301室从.*起就注销了，请写更早的日子。$"):
        close_flat(flat, on=LATER, by=clerk)


def test_a_building_with_a_leader_is_closed_for_a_later_day(clerk):
    building = settled("21")
    leader = Membership.objects.filter(household__building=building).first().user
    office = OfficeFactory(user=leader, kind="leader", building=building)
    close_building(building, on=LATER, by=clerk)
    office.refresh_from_db()
    assert office.until == LATER
