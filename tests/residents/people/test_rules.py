"""Rights that depend on the own household, and those that end with a building."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils import timezone

from louzu.lib.lifecycle import Lifecycle
from residents.models import Building, Household, Membership, Standing, User
from residents.people.rules import READ_PERMISSIONS, can_take

HOME = "read_home", "invite_family", "renew_key", "let_answer"


def house(*, closed: bool = False, public: bool = False) -> Building:
    today = timezone.localdate()
    until = today if closed else today + dt.timedelta(days=1)
    return Building(pk=1, until=until, public_page=public)


def person(building: Building, *offices: str, lives: tuple[int, ...] = (), answers=()) -> User:
    """A user for whom no query is needed: their standing is known, as after a door."""
    user = User(pk=7)
    user.keep_standing(building, Standing(offices=offices, households=lives, answering=answers))
    return user


def allowed(user, obj, names) -> list[str]:
    return [name for name in names if rules.has_perm(f"residents.{name}", user, obj)]


@pytest.mark.parametrize(
    ("offices", "lives", "answers", "may"),
    [
        ((), (), (), []),
        ((), (3,), (), ["read_home"]),
        ((), (4,), (4,), []),
        ((), (3,), (3,), ["read_home", "invite_family"]),
        (("core",), (), (), []),
        (("leader",), (), (), ["read_home", "renew_key", "let_answer"]),
        (("staff",), (), (), ["read_home", "renew_key", "let_answer"]),
    ],
)
def test_who_may_do_what_for_a_household(offices, lives, answers, may):
    building = house()
    user = person(building, *offices, lives=lives, answers=answers)
    assert allowed(user, Household(pk=3, building=building), HOME) == may


@pytest.mark.parametrize(
    ("offices", "lives", "answers", "whose", "may"),
    [
        ((), (3,), (), 8, False),
        ((), (3,), (3,), 8, True),
        ((), (3,), (), 7, True),
        (("leader",), (), (), 8, True),
        (("volunteer",), (), (), 8, False),
        ((), (4,), (4,), 8, False),
    ],
)
def test_a_member_is_moved_out_by_themselves_by_who_answers_or_by_who_leads(
    offices, lives, answers, whose, may
):
    building = house()
    user = person(building, *offices, lives=lives, answers=answers)
    member = Membership(household=Household(pk=3, building=building), user_id=whose)
    assert rules.has_perm("residents.move_out", user, member) is may


def test_in_a_closed_building_one_reads_and_writes_no_more():
    names = ("enter", "read_people", "look_up_phone", "appoint", "print_slips", "enroll")
    building = house()
    assert allowed(person(building, "leader"), building, names) == [*names]
    closed = house(closed=True)
    assert allowed(person(closed, "leader"), closed, names) == [*names[:3]]


def test_a_visitor_sees_a_public_page_and_nothing_else():
    names = ("visit", "enter", "read_people")
    assert allowed(AnonymousUser(), house(public=True), names) == ["visit"]
    assert allowed(AnonymousUser(), house(), names) == []
    assert allowed(person(hidden := house(), lives=(3,)), hidden, names) == [*names]


def test_no_right_is_counted_as_reading_that_does_not_exist():
    assert {name for name in READ_PERMISSIONS if not rules.perm_exists(name)} == set()


class State(TextChoices):
    OPEN = "open"
    OVER = "over"


def test_a_rule_may_ask_for_a_step_of_a_lifecycle():
    predicate = can_take(Lifecycle(State, end=([State.OPEN], State.OVER)), "end")
    assert predicate.name == "can_end"
    assert [predicate.test(None, SimpleNamespace(state=state)) for state in ("open", "over")] == [
        True,
        False,
    ]
