"""What waits for a person about account, roster and household."""

from __future__ import annotations

import datetime as dt

import pytest

from residents.models import Standing, User
from residents.neighbours.waiting import duties, news
from residents.rooms.context import PageContext
from tests.factories import BuildingFactory, HouseholdFactory, JoiningFactory, MembershipFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def make_home():
    """A member of a household, and a building without a roster."""
    return MembershipFactory(user__shown_name="甲"), BuildingFactory()


home = made_once(make_home)


def items(building, *offices, user=None, households=()):
    standing = Standing(offices=offices, households=households)
    return [*duties(PageContext(building, standing, user or User(pk=0)))]


def test_a_password_that_others_know_comes_first(home):
    user = User(pk=home[0].user_id, password_set_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    (item,) = items(home[0].household.building, user=user)
    assert (item.pinned, "3月1日" in item.note) == (True, True)


@pytest.mark.parametrize(
    ("office", "action"),
    [("staff", "先导入名册"), ("leader", "去看看"), ("core", None), ("team", None)],
)
def test_a_missing_roster_waits_for_those_who_lead(home, office, action):
    member, empty = home
    assert [item.action for item in items(empty, office)] == ([action] if action else [])
    assert items(member.household.building, office) == []


def test_a_new_member_of_the_household_is_news_until_it_is_seen(home):
    member, _empty = home
    building, household = member.household.building, member.household
    new = MembershipFactory(household=household, user__shown_name="乙")
    JoiningFactory(membership=new)
    other = HouseholdFactory(building=building)
    JoiningFactory(membership=MembershipFactory(household=other))
    page = PageContext(building, Standing(households=(household.pk,)), member.user)
    (item,) = news(page)
    assert item.what == "乙加入了您家"
    assert f"/{household.pk}/" in item.url
    type(member).objects.filter(pk=member.pk).update(joinings_seen=10**9)
    assert [*news(page)] == []


def test_a_person_without_a_home_costs_no_statement(home, django_assert_num_queries):
    with django_assert_num_queries(0):
        user = User(pk=home[0].user_id)
        assert items(home[1], "core", user=user) == []
        assert [*news(PageContext(home[1], Standing(offices=("core",)), user))] == []
