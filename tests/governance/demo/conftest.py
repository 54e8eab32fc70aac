"""A demo that is built once for a module, because that takes longer than the tests."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.test import override_settings

from governance.demo import lift
from governance.demo.actions import _build, _enroll
from governance.demo.story import HOUSEHOLDS_114, PERSONAS
from residents.models import Building, Neighbourhood, User
from tests.architecture.cast import rolled_back


@contextmanager
def built_demo(django_db_blocker, media, *options: str) -> Iterator[None]:
    """Run the command ``demo``. What it makes is rolled back at the end."""
    demo = override_settings(DEMO=True, MEDIA_ROOT=media)
    with django_db_blocker.unblock(), demo, rolled_back():
        call_command("demo", *options, stdout=io.StringIO())
        yield


@pytest.fixture
def place() -> Building:
    neighbourhood = Neighbourhood.objects.create(name="逸仙二村三居", committee="三居")
    building = _build(neighbourhood, "114", "连心楼", HOUSEHOLDS_114, lounge=3)
    for who in PERSONAS[:6]:
        _enroll(who, building, neighbourhood)
    return building


@pytest.fixture
def crew(place):
    cast = {user.username: user for user in User.objects.all()}
    return lift.LiftCrew(cast["leader"], cast["core"], cast["volunteer"])
