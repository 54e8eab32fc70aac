"""The personas of all tests in one building, created once per module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.test import Client, override_settings

from residents.models import Building, Household, User
from tests.conftest import holder
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    UserFactory,
)


@dataclass(frozen=True)
class Cast:
    """The personas of ``tests.conftest`` by name. The visitor is None."""

    building: Building
    next_door: Building
    home: Household
    """The resident's household."""
    people: dict[str, User | None]

    def __getitem__(self, persona: str) -> User:
        user = self.people[persona]
        assert user is not None, persona
        return user

    def enter(self, persona: str) -> Client:
        client = Client()
        if user := self.people[persona]:
            client.force_login(user)
        return client


def make_building_with_same_people(cast: Cast, slug: str) -> Building:
    first = cast.building
    building = BuildingFactory(slug=slug, door_number=slug, neighbourhood=first.neighbourhood)
    for user in filter(None, cast.people.values()):
        if user.memberships.filter(household__building=first).exists():
            MembershipFactory(user=user, household__building=building)
        for held in user.offices.filter(building=first):
            OfficeFactory(user=user, kind=held.kind, deputed=held.deputed, building=building)
    return building


def make_cast() -> Cast:
    neighbourhood = NeighbourhoodFactory(name="逸仙二村三居")
    building, next_door = (
        BuildingFactory(slug=number, door_number=number, neighbourhood=neighbourhood)
        for number in ("114", "115")
    )
    home = HouseholdFactory(building=building)
    staff = UserFactory()
    OfficeFactory(user=staff, staff=True, neighbourhood=neighbourhood)
    volunteer = holder(building, "volunteer")
    treasurer = MembershipFactory(household=volunteer.memberships.get().household).user
    OfficeFactory(user=treasurer, kind="treasurer", building=building)
    return Cast(
        building,
        next_door,
        home,
        {
            "leader": holder(building, "leader"),
            "core": holder(building, "core"),
            "deputed": holder(building, "core", deputed=True),
            "volunteer": volunteer,
            "treasurer": treasurer,
            "resident": MembershipFactory(household=home).user,
            "staff": staff,
            "neighbour": holder(next_door, "leader"),
            "foreign_staff": OfficeFactory(staff=True).user,
            "visitor": None,
        },
    )


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def cast_of_module(request, blocker, folders) -> Iterator[Cast]:
    """Create the personas of a module marked ``django_db``, and unblock the database for its fixtures.

    Each of its tests is rolled back to them. Uploaded files go to a folder of ``folders``.
    """
    assert request.node.get_closest_marker("django_db")
    media = override_settings(MEDIA_ROOT=folders.mktemp("media"))
    with blocker.unblock(), media, rolled_back():
        yield make_cast()
