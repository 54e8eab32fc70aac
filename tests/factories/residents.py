from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from residents.models import (
    Building,
    Consent,
    Flat,
    Household,
    Membership,
    Neighbourhood,
    Office,
    Owner,
    User,
)

LONG_AGO = dt.date(2020, 1, 1)


class NeighbourhoodFactory(Factory):
    class Meta:
        model = Neighbourhood

    name = factory.Sequence(lambda n: f"第{n}居民区")
    committee = factory.LazyAttribute(lambda o: f"{o.name}居委会")


class BuildingFactory(Factory):
    class Meta:
        model = Building

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    slug = factory.Sequence(lambda n: f"b{n}")
    door_number = factory.Sequence(lambda n: f"{200 + n}")
    nickname = factory.Sequence(lambda n: f"楼{n}")
    floors = 6
    lounge_floor = 3


class FlatFactory(Factory):
    class Meta:
        model = Flat

    building = factory.SubFactory(BuildingFactory)
    floor = 3
    room = factory.Sequence(lambda n: f"{n // 1000:02d}8{n // 10 % 100:02d}8{n % 10}")
    """Seven digits, because rooms are sorted as text. Any three in a row have an 8 among them, so that
    a test never finds a room of its own, such as 102, within one made here."""
    area = "70.00"
    area_source = "register"


class HouseholdFactory(Factory):
    class Meta:
        model = Household

    building = factory.SubFactory(BuildingFactory)
    flat = factory.SubFactory(FlatFactory, building=factory.SelfAttribute("..building"))
    aged_18_59 = 2


class OwnerFactory(Factory):
    class Meta:
        model = Owner

    building = factory.SubFactory(BuildingFactory)
    name = factory.Sequence(lambda n: f"业主{n}")


class UserFactory(Factory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    shown_name = factory.Sequence(lambda n: f"邻居{n:05d}")
    shows_name = True
    password = factory.django.Password("secret-enough")
    phone = None
    phone_verified_at = factory.LazyAttribute(lambda user: timezone.now() if user.phone else None)


class MembershipFactory(Factory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    household = factory.SubFactory(HouseholdFactory)
    since = LONG_AGO


class OfficeFactory(Factory):
    class Meta:
        model = Office

    user = factory.SubFactory(UserFactory)
    kind = "leader"
    building = factory.SubFactory(BuildingFactory)
    since = LONG_AGO

    class Params:
        staff = factory.Trait(
            kind="staff", building=None, neighbourhood=factory.SubFactory(NeighbourhoodFactory)
        )


class ConsentFactory(Factory):
    """An open consent to show the name. The caller sets ``shows_name`` of the user."""

    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    kind = "name"
    text = "我同意"


def make_membership_with_marker(building, _user, word):
    """Create a member with ``word`` in every field and consent to show all of it."""
    member = MembershipFactory(
        household__building=building,
        household__flat__room=word,
        user__shown_name=word,
        user__introduction=word,
        user__skills=word,
        user__phone=f"1{building.pk:010d}",
    )
    ConsentFactory(user=member.user, text=word)
    ConsentFactory(user=member.user, kind="phone", text=word)
    return {"pk": member.pk}


def make_office_with_marker(building, user, word):
    """Create a volunteer's office with ``word`` as its phone number, and an ended one."""
    held = OfficeFactory(user=user, building=building, kind="volunteer", contact=word)
    OfficeFactory(user=user, building=building, kind="team", until=dt.date(2022, 1, 1))
    return {"pk": held.pk}


def make_successor_with_marker(building, _user, word):
    """Create a possible next leader named ``word``."""
    return {"pk": MembershipFactory(household__building=building, user__shown_name=word).pk}
