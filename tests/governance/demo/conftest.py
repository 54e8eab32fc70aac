"""The demo for a module, because restoring it takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from governance.demo import lift
from governance.demo.actions import _build, _enroll
from governance.demo.story import HOUSEHOLDS_114, PERSONAS
from residents.models import Building, Neighbourhood, User
from tests.architecture.cast import rolled_back
from tests.kept_demo import KeptDemo, folder_of_all_workers


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory) -> KeptDemo:
    return KeptDemo(folder_of_all_workers(tmp_path_factory.getbasetemp()) / "kept")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory, kept_demo) -> Iterator[None]:
    """Fill the demo, and roll it back at the end."""
    media = tmp_path_factory.mktemp("demo") / "media"
    settings = override_settings(DEMO=True, MEDIA_ROOT=media)
    with django_db_blocker.unblock(), settings, rolled_back():
        kept_demo.fill(media)
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
