"""Who hears of a matter, and who looks after it, as long as they live or serve in the building."""

from __future__ import annotations

import pytest

from governance.matters.actions import following
from governance.matters.models import Follower, Steward
from residents.joining.actions.joining import move_out
from residents.models import Office
from residents.people.actions.offices import end_office
from residents.privacy.actions.forgetting import forget_user
from tests.factories.matters import FollowerFactory, MatterFactory, StewardFactory

pytestmark = pytest.mark.django_db


def kept(user):
    return (Follower.objects.filter(user=user).count(), Steward.objects.filter(user=user).count())


@pytest.fixture
def matter(building):
    return MatterFactory(building=building)


def test_one_follows_once_and_stops(matter, resident):
    for _ in range(2):
        following.follow_matter(matter, by=resident)
    assert Follower.objects.count() == 1
    for _ in range(2):
        following.unfollow_matter(matter, by=resident)
    assert Follower.objects.count() == 0


def test_who_moves_out_neither_follows_nor_looks_after_it(matter, resident, leader):
    FollowerFactory(matter=matter, user=resident)
    StewardFactory(matter=matter, user=resident)
    move_out(resident.memberships.get(), by=leader)
    assert kept(resident) == (0, 0)


def test_who_loses_an_office_and_stays_goes_on(matter, core, leader):
    StewardFactory(matter=matter, user=core)
    end_office(Office.objects.get(user=core), by=leader)
    assert kept(core) == (0, 1)


def test_who_is_forgotten_is_deleted(matter, resident):
    FollowerFactory(matter=matter, user=resident)
    StewardFactory(matter=matter, user=resident)
    forget_user(resident, by=resident)
    assert kept(resident) == (0, 0)
