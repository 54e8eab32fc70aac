"""Names to sign in with, accounts that wait for their person, and news of the own household."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.joining.queries.joining import (
    NEWS_PERIOD,
    free_username,
    is_taken,
    members_of_household,
    newest_joining,
    unclaimed_accounts_of,
    unseen_joinings,
)
from residents.models import Standing
from tests.factories import (
    DeviceFactory,
    HouseholdFactory,
    JoiningFactory,
    MembershipFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
NOW, TODAY = timezone.now(), timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("shown", "taken", "free"),
    [
        ("王阿姨", [], "王阿姨"),
        ("王阿姨", ["王阿姨"], "王阿姨2"),
        ("王阿姨", ["王阿姨", "王阿姨2", "王阿姨4"], "王阿姨3"),
        ("王 阿姨（三楼）", [], "王阿姨三楼"),
        ("Li", ["LI", "lI2"], "Li3"),
        ("Li", ["Lisa"], "Li"),
        ("！？", [], "n"),
        ("13800138000", [], "n13800138000"),
        ("１２３", [], "n１２３"),
        ("长" * 30, [], "长" * 20),
        ("！？", ["n", "N2"], "n3"),
    ],
)
def test_a_free_name_is_made_of_how_one_is_called(shown, taken, free):
    for name in taken:
        UserFactory(username=name)
    assert free_username(shown) == free
    assert not is_taken(free)
    assert [name for name in taken if not is_taken(name.upper())] == []


def make_home():
    """A household with the member 甲, and another household of the same person."""
    me = MembershipFactory(user__shown_name="甲")
    second = MembershipFactory(user=me.user, household__building=me.household.building)
    return SimpleNamespace(me=me, home=me.household, second=second)


family = made_once(make_home)


def news(family, *households) -> list[str]:
    standing = Standing(households=tuple(home.pk for home in households))
    return [str(one.user) for one in unseen_joinings(family.me.user, standing)]


def joined(household, name, **more):
    membership = MembershipFactory(household=household, user__shown_name=name)
    return JoiningFactory(membership=membership, **more)


def test_others_who_joined_lately_are_news_in_their_order(family, django_assert_num_queries):
    joined(family.home, "乙")
    joined(family.second.household, "丙")
    joined(family.home, "丁", at=NOW - NEWS_PERIOD - DAY)
    joined(family.home, "戊", undone_at=NOW, undone_by=UserFactory())
    JoiningFactory(membership=family.me)
    joined(HouseholdFactory(building=family.home.building), "己")
    with django_assert_num_queries(1):
        assert news(family, family.home, family.second.household) == ["乙", "丙"]
    assert news(family, family.home) == ["乙"]
    assert news(family) == []


def test_what_was_seen_in_one_household_is_no_news_there_and_still_in_the_other(family):
    first = joined(family.home, "乙")
    joined(family.second.household, "丙")
    later = joined(family.home, "丁")
    me = type(family.me).objects.get(pk=family.me.pk)
    me.joinings_seen = first.pk
    me.save()
    assert news(family, family.home, family.second.household) == ["丙", "丁"]
    assert newest_joining(family.home) == later.pk
    assert newest_joining(HouseholdFactory()) == 0


@pytest.mark.parametrize(
    ("user", "member", "joining", "waits"),
    [
        ({}, {}, {}, True),
        ({"last_login": NOW}, {}, {}, False),
        ({"is_active": False}, {}, {}, False),
        ({}, {"until": TODAY}, {}, False),
        ({}, {"since": TODAY + DAY}, {}, False),
        ({}, {}, {"undone_at": NOW}, False),
        ({}, {}, {"by_slip": True}, False),
    ],
)
def test_an_account_waits_for_its_person_until_it_was_used_or_ended(
    family, user, member, joining, waits
):
    helper = UserFactory()
    membership = MembershipFactory(
        household=family.home, **{f"user__{name}": value for name, value in user.items()}, **member
    )
    undone = {**joining, "undone_by": helper} if "undone_at" in joining else {}
    slip = {} if "by_slip" in joining else {"slip": None}
    JoiningFactory(membership=membership, helped_by=helper, **undone, **slip)
    assert [*unclaimed_accounts_of(family.home)] == ([membership.user] if waits else [])
    assert [*unclaimed_accounts_of(family.second.household)] == []


def test_an_account_with_a_device_is_in_use_though_nobody_signed_in(family):
    membership = MembershipFactory(household=family.home)
    JoiningFactory(membership=membership, helped_by=UserFactory(), slip=None)
    DeviceFactory(user=membership.user)
    assert [*unclaimed_accounts_of(family.home)] == []


def test_members_stand_by_their_first_day(family):
    home = HouseholdFactory()
    late, early, same = (
        MembershipFactory(household=home, since=dt.date(year, 1, 1)) for year in (2024, 2021, 2024)
    )
    MembershipFactory(household=home, until=TODAY)
    assert members_of_household(home) == [early, late, same]
