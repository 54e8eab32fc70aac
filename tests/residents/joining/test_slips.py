from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance.journal.queries import latest_lines_in
from louzu.lib.errors import Refused
from residents.access.models.slips import ALPHABET, LENGTH, digest_of, new_code, normalize_code
from residents.joining.actions import joining as joining_actions
from residents.joining.actions import slips
from residents.joining.queries.slips import households_for_slips
from residents.models import Slip, Standing
from tests.factories import (
    HouseholdFactory,
    JoiningFactory,
    MembershipFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
)
from tests.factories.slips import codes_in

pytestmark = pytest.mark.django_db
LEADERS = Standing(offices=("leader",))


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def url(name, **ids):
    return reverse(f"slips:{name}", kwargs={"slug": "114", **ids})


def print_for(client, *households, once="k1"):
    typed = {"households": [home.pk for home in households], "once": once}
    return client.post(url("choose"), typed)


# The code


@given(st.lists(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH), st.data())
def test_a_code_is_read_however_it_is_typed(letters, data):
    typed = ""
    for letter in letters:
        wide = chr(ord(letter) + 0xFEE0)
        typed += data.draw(st.sampled_from([letter, letter.lower(), wide, wide.lower()]))
        typed += data.draw(st.sampled_from(["", " ", "-", "－", "　", "–"]))
    assert normalize_code(typed) == "".join(letters)


def test_codes_are_of_letters_that_nobody_mistakes():
    assert set("0O1IL2Z5S8B6GUV") & set(ALPHABET) == {
        "6",
        "U",
    }  # G and V, which look like them, are missing
    codes = {new_code() for _time in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(ALPHABET)


def test_the_hash_is_keyed(settings):
    before = digest_of("ACDEFHJK")
    settings.SECRET_KEY = "another"
    assert digest_of("ACDEFHJK") != before


# Printing


def test_a_household_without_anybody_is_chosen_beforehand(enter, building, household, leader):
    empty, has_slip, helped = HouseholdFactory.create_batch(3, building=building)
    MembershipFactory(household=household)
    SlipFactory(household=has_slip)
    joining_actions.enroll_neighbour(helped, shown_name="张阿婆", by=leader)
    form = enter("leader").get(url("choose")).context["form"]
    assert form.chosen == {empty.pk, helped.pk}
    assert {home.pk: (home.joined, home.has_slip) for home in form.rows}[household.pk] == (1, False)


def test_what_is_printed_opens_its_household(enter, household, leader):
    response = print_for(enter("leader"), household)
    assert response.status_code == 201
    assert "no-store" in response.headers["Cache-Control"]
    (code,) = codes_in(response)
    slip = Slip.objects.get(digest=digest_of(code))
    assert (slip.household, slip.uses, slip.used, slip.kind) == (household, 6, 0, "household")
    left = slip.expires_at - timezone.now()
    assert dt.timedelta(days=29) < left <= dt.timedelta(days=30)


def test_a_code_is_nowhere_in_the_database_nor_in_the_logs(
    enter, household, leader, caplog, capsys
):
    (code,) = codes_in(print_for(enter("leader"), household))
    Client().post(reverse("joining:code", args=["114"]), {"code": code})
    Client().post(reverse("joining:code", args=["115"]), {"code": code})
    capsys.readouterr()
    call_command("dumpdata")
    dump = capsys.readouterr().out
    assert str(Slip.objects.get().digest) in dump
    for kept in (dump, caplog.text):
        assert code.lower() not in kept.lower()
        assert f"{code[:4]} {code[4:]}".lower() not in kept.lower()


def test_the_same_form_again_makes_no_second_set_and_shows_no_code(enter, household, leader):
    client = enter("leader")
    print_for(client, household)
    again = print_for(client, household)
    assert again.headers["Location"] == url("list")
    assert codes_in(client.get(url("list"))) == []
    assert Slip.objects.count() == 1


def test_a_new_slip_ends_the_one_before_of_its_kind(household, leader):
    family = SlipFactory(household=household, kind="family", uses=1)
    first, second = (slips.print_slips([household], by=leader)[0].slip for _time in range(2))
    assert list(Slip.objects.live().order_by("pk")) == [family, second]
    first.refresh_from_db()
    assert (first.state, first.revoked_by) == ("revoked", leader)


def test_a_batch_is_one_line_and_for_leaders(building, leader):
    slips.print_slips(HouseholdFactory.create_batch(3, building=building), by=leader)
    slips.print_slips([HouseholdFactory(building=building, flat__room="302")], by=leader)
    assert [text.text for text in latest_lines_in(building, LEADERS, count=5)] == [
        f"楼组长 {leader}印了302室 入户条",
        f"楼组长 {leader}印了3张入户条",
    ]
    assert latest_lines_in(building, Standing(households=(0,)), count=5) == []


@pytest.mark.django_db(transaction=True)
def test_two_windows_print_one_living_slip(household, leader):
    def print_one(_window):
        try:
            return slips.print_slips([household], by=leader)[0].slip.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        printed = list(hands.map(print_one, range(4)))
    assert len(set(printed)) == 4
    assert Slip.objects.live().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "key"},
        {"kind": "key", "uses": 2},
        {"kind": "household", "user": True},
        {"used": 7},
        {"revoked_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_slip_that_cannot_be(household, wrong):
    if wrong.get("user"):
        wrong = {**wrong, "user": UserFactory()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipFactory(household=household, **wrong)


# The list


def test_the_list_says_who_joined_with_which(enter, building, leader):
    joining = JoiningFactory(membership__household__building=building, slip__used=2)
    page = enter("leader").get(url("list")).content.decode()
    assert f"{joining.user}加入了" in page
    assert "用了 2 / 6 次" in page


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "live"),
        ({"used": 6}, "used"),
        ({"expires_at": timezone.now() - dt.timedelta(seconds=1)}, "expired"),
    ],
)
def test_the_state_of_a_slip_is_what_clock_and_counter_say(household, changes, state):
    slip = SlipFactory(household=household, **changes)
    assert slip.state == state
    assert Slip.objects.live().exists() is (state == "live")


def test_a_revoked_slip_opens_nothing_and_is_revoked_once(enter, household, leader, building):
    slip = SlipFactory(household=household)
    client = enter("leader")
    assert client.get(url("revoke", pk=slip.pk)).status_code == 200
    assert client.post(url("revoke", pk=slip.pk)).headers["Location"] == url("list")
    assert Slip.objects.live().count() == 0
    again = client.post(url("revoke", pk=slip.pk))
    assert [str(m) for m in get_messages(again.wsgi_request)][-1] == "这张条已经收回了。"
    assert latest_lines_in(building, LEADERS, count=1)[0].text.startswith(f"楼组长 {leader}收回了")


# Personal slips


def test_a_key_slip_is_for_one_person_and_for_a_week(leader, resident):
    printed = slips.print_key_slip(resident.memberships.get(), by=leader)
    slip = printed.slip
    assert (slip.kind, slip.user, slip.uses) == ("key", resident, 1)
    assert slip.expires_at - timezone.now() < dt.timedelta(days=7, seconds=1)


def test_a_leader_makes_no_key_that_opens_more_than_the_building(
    building, leader, staff, resident, next_door
):
    """Otherwise leaders could get access to the desk or to another building."""
    MembershipFactory(user=staff, household__building=building)
    elsewhere = MembershipFactory(user=resident, household__building=next_door)
    for person in (staff, resident):
        home = person.memberships.get(household__building=building)
        with pytest.raises(Refused):
            slips.print_key_slip(home, by=leader)
    colleague = OfficeFactory(staff=True, neighbourhood=building.neighbourhood).user
    home = resident.memberships.get(household__building=building)
    assert slips.print_key_slip(home, by=colleague).slip.user == resident
    with pytest.raises(Refused):
        slips.print_key_slip(staff.memberships.get(), by=colleague)
    assert elsewhere.user == resident


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff"])
def test_nobody_prints_the_key_of_who_keeps_the_installation(leader, staff, household, flag):
    keeper = MembershipFactory(household=household, **{f"user__{flag}": True})
    for printer in (leader, staff):
        with pytest.raises(Refused):
            slips.print_key_slip(keeper, by=printer)


# Who may


@pytest.mark.parametrize(
    ("view", "method", "expected"),
    [
        ("list", "get", {"leader": 200, "staff": 200}),
        ("choose", "get", {"leader": 200, "staff": 200}),
        ("choose", "post", {"leader": 201, "staff": 201}),
        ("revoke", "get", {"leader": 200, "staff": 200}),
        ("revoke", "post", {"leader": 302, "staff": 302}),
        ("undo", "get", {"leader": 200, "staff": 200}),
        ("undo", "post", {"leader": 302, "staff": 302}),
    ],
)
def test_slips_are_the_leaders_and_the_committees(
    enter, building, household, view, method, expected
):
    access = {
        "core": 403,
        "deputed": 403,
        "volunteer": 403,
        "resident": 403,
        "neighbour": 404,
        "foreign_staff": 404,
        "visitor": 302,
        **expected,
    }
    for persona, status in access.items():
        joining = JoiningFactory(membership__household=household)
        ids = {"revoke": {"pk": joining.slip.pk}, "undo": {"joining": joining.pk}}.get(view, {})
        client = enter(persona)
        answer = getattr(client, method)(url(view, **ids), {"households": [household.pk]})
        assert (persona, answer.status_code) == (persona, status)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_six_statements(enter, building, leader, rows, django_assert_num_queries):
    JoiningFactory.create_batch(rows, membership__household__building=building)
    JoiningFactory.create_batch(
        rows, membership__household__building=building, slip=None, helped_by=leader
    )
    client = enter("leader")
    with django_assert_num_queries(6):
        assert client.get(url("list")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_costs_four_statements(enter, building, leader, rows, django_assert_num_queries):
    HouseholdFactory.create_batch(rows, building=building)
    client = enter("leader")
    with django_assert_num_queries(4):
        client.get(url("choose"))


def test_households_stand_from_the_door_up(building):
    for floor, room in ((3, "302"), (1, "101"), (3, "301")):
        HouseholdFactory(building=building, flat__floor=floor, flat__room=room)
    assert [h.flat.room for h in households_for_slips(building)] == ["101", "301", "302"]
