from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.models import Attendance, Post
from governance.lounge.queries.people import (
    count_recent_posts,
    is_newcomer,
    joiners_of,
)
from tests.factories import MembershipFactory
from tests.factories.lounge import (
    PostFactory,
    ThreadFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def thread(cast, **more):
    return ThreadFactory(**{"building": cast.building, "last_post_at": NOW, **more})


def walk(cast, *, after, people=1, **more):
    made = thread(cast, invitation=True, starts_at=NOW + after, **more)
    if people is not None:
        Attendance.objects.create(thread=made, author=cast["resident"], people=people)
    return made


def test_posts_of_the_last_hour_are_counted_named_or_not(cast):
    user, other = cast["resident"], cast["core"]
    begun = thread(cast, author=user)
    Post.objects.filter(thread=begun).update(at=NOW - HOUR + SECOND)
    nameless = thread(cast, worry=True, author=None, unnamed=user)
    PostFactory(thread=nameless, author=None, at=NOW)
    PostFactory(thread=begun, author=user, at=NOW - HOUR)
    PostFactory(thread=begun, number=3, author=other, at=NOW)
    thread(cast, worry=True, author=None, unnamed=other)
    thread(cast, author=user, building=cast.next_door)
    assert count_recent_posts(user, cast.building) == (2, 1)


@pytest.mark.parametrize(("days", "newcomer"), [(0, True), (6, True), (7, False)])
def test_a_newcomer_moved_in_within_the_last_seven_days(cast, days, newcomer):
    member = MembershipFactory(household__building=cast.building, since=NOW.date() - days * DAY)
    assert is_newcomer(member.user, cast.building) is newcomer


def test_who_lives_here_for_long_with_a_second_home_is_no_newcomer(cast):
    user = cast["resident"]
    MembershipFactory(user=user, household__building=cast.building, since=NOW.date())
    assert not is_newcomer(user, cast.building)
    MembershipFactory(user=user, household__building=cast.next_door, since=NOW.date())
    assert is_newcomer(user, cast.next_door)
    assert not is_newcomer(cast["staff"], cast.building)


def test_a_cancelled_attendance_is_shown_only_to_its_person(cast, django_assert_num_queries):
    made = walk(cast, after=DAY, people=0)
    joiners = joiners_of(made, cast["resident"])
    assert (joiners.mine.people, joiners.households) == (0, 1)
    assert joiners_of(made, cast["core"]).mine is None
    worry = thread(cast, worry=True)
    with django_assert_num_queries(0):
        assert joiners_of(worry, cast["resident"]).rows == []
