from __future__ import annotations

import datetime as dt
import re

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from residents.access.models.devices import digest_of_token
from residents.access.models.slips import digest_of
from residents.models import Device, Joining, Slip
from tests.factories.residents import HouseholdFactory, MembershipFactory, UserFactory


class SlipFactory(Factory):
    """A valid slip of a household. ``code`` is its printed code."""

    class Meta:
        model = Slip

    class Params:
        code = factory.Sequence(lambda n: f"ACDE{n:04d}".translate(str.maketrans("01258", "FHJKM")))

    household = factory.SubFactory(HouseholdFactory)
    building = factory.SelfAttribute("household.building")
    digest = factory.LazyAttribute(lambda o: digest_of(o.code))
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))
    printed_by = factory.SubFactory(UserFactory)


class JoiningFactory(Factory):
    """A person who joined with a slip of their household."""

    class Meta:
        model = Joining

    membership = factory.SubFactory(MembershipFactory)
    user = factory.SelfAttribute("membership.user")
    slip = factory.SubFactory(
        SlipFactory, household=factory.SelfAttribute("..membership.household"), used=1
    )


class DeviceFactory(Factory):
    """A device with the PIN 246810. ``token`` is its cookie."""

    class Meta:
        model = Device

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    user = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda o: digest_of_token(o.token))
    pin = factory.LazyFunction(lambda: make_password("246810"))


def make_slip_with_marker(building, user, word):
    """Create a slip and a person named ``word`` who joined with it."""
    membership = MembershipFactory(household__building=building, user__shown_name=word)
    joining = JoiningFactory(membership=membership, slip__printed_by=user)
    return {"pk": joining.slip.pk, "joining": joining.pk}


def make_home_with_marker(building, _user, word):
    membership = MembershipFactory(household__building=building, user__shown_name=word)
    return {"pk": membership.household.pk, "member": membership.pk}


CODE = re.compile(r'class="spaced">([A-Z0-9]{4}) ([A-Z0-9]{4})<')


def codes_in(response):
    return ["".join(halves) for halves in CODE.findall(response.content.decode())]
