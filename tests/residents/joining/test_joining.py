from __future__ import annotations

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.journal.queries import latest_lines_in
from louzu.lib.errors import Refused
from residents.joining.actions import joining as joining_actions
from residents.joining.actions import slips
from residents.joining.actions.joining import NewAccount
from residents.joining.queries.joining import free_username, unclaimed_accounts_of
from residents.models import Device, Joining, Membership, Slip, Standing, User
from residents.signin.actions import guessing
from residents.signin.adapters import account_for_sign_in
from tests.factories import (
    DeviceFactory,
    HouseholdFactory,
    JoiningFactory,
    MembershipFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LEADERS = Standing(offices=("leader",))
CODE, OTHER = "ACDE3479", "HJKM3479"
PASSWORD, PIN = "tram-23-dog", "802461"


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


@pytest.fixture
def slip(household):
    return SlipFactory(household=household, code=CODE)


@pytest.fixture
def newcomer():
    return Client()


def url(step, slug="114"):
    return reverse(f"joining:{step}", args=[slug])


def show(client, code=CODE, slug="114", **more):
    return client.post(url("code", slug), {"code": code}, **more)


def answer(client, step, **fields):
    return client.post(url(step), fields)


def join_by_password(client, name="徐师傅", **more):
    show(client, **more)
    answer(client, "household", who="new")
    answer(client, "name", shown_name=name, old_enough="on")
    answer(client, "phone", phone="")
    return answer(client, "password", username=name, password=PASSWORD, again=PASSWORD)


def sentence(response):
    """Return the text of the page, without its one-time keys."""
    body = re.sub(r'value="[^"]{30,}"', "", response.content.decode())
    return response.status_code, re.sub(r'action="[^"]*"|value="/join/[^"]*"', "", body)


# One answer for all that is wrong


def test_every_code_that_does_not_open_gets_the_same_answer(newcomer, household, next_door):
    past = timezone.now() - dt.timedelta(minutes=1)
    SlipFactory(household=household, code="ACDE4444", used=6)
    SlipFactory(household=household, code="ACDE6666", expires_at=past)
    SlipFactory(household=household, code="ACDE7777", revoked_at=past, revoked_by=UserFactory())
    SlipFactory(household__building=next_door, code="ACDE9999")
    answers = set()
    for code in ("ACDE3333", "ACDE4444", "ACDE6666", "ACDE7777", "ACDE9999"):
        body = sentence(show(newcomer, code))
        answers.add((body[0], body[1].replace(code, "")))
    body = sentence(show(newcomer, "ACDE3333", slug="no-such-house"))
    answers.add((body[0], body[1].replace("ACDE3333", "")))
    assert len(answers) == 1
    assert "这个码用不了。" in answers.pop()[1]


@pytest.mark.parametrize(
    "typed", ["", "ACDE", "ACDE34799", "人人人人人人人人", "ACDE\x00479", "①②③④⑤⑥⑦⑧"]
)
def test_nonsense_opens_nothing(newcomer, slip, typed):
    assert show(newcomer, typed).status_code == 200


def test_any_address_shows_the_same_page(newcomer, building):
    assert sentence(newcomer.get(url("code"))) == sentence(newcomer.get(url("code", "nowhere")))


@pytest.mark.parametrize("typed", ["114", " 114号 ", "１１４"])
def test_people_with_only_a_paper_code_enter_the_building_too(newcomer, slip, typed):
    response = newcomer.post(reverse("joining:start"), {"building": typed, "code": CODE.lower()})
    assert response.headers["Location"] == url("household")


# Guessing


def test_an_address_may_guess_ten_times_an_hour(newcomer, slip, caplog):
    for _time in range(10):
        assert show(newcomer, "ACDE3333").status_code == 200
    assert show(newcomer, CODE).status_code == 429
    assert show(newcomer, CODE, REMOTE_ADDR="10.1.1.1").status_code == 302
    assert caplog.text.count("a wrong slip code at '114' from 127.0.0.1") == 10
    assert "ACDE3333" not in caplog.text


def test_a_building_is_guessed_at_sixty_times_an_hour_and_its_leader_is_told_once(
    newcomer, slip, building, next_door
):
    for guess in range(65):
        show(newcomer, "ACDE3333", REMOTE_ADDR=f"10.1.{guess}.1")
    assert show(newcomer, CODE, REMOTE_ADDR="10.9.9.9").status_code == 429
    assert show(newcomer, "ACDE3333", slug="115", REMOTE_ADDR="10.9.9.8").status_code == 200
    texts = [line.text for line in latest_lines_in(building, LEADERS, count=5)]
    assert texts == ["有人连着猜114号 连心楼的入户码，已经停一小时不收"]
    assert latest_lines_in(building, Standing(households=(0,)), count=5) == []


def test_a_building_that_is_not_there_is_guessed_at_just_as_often(newcomer, db):
    answers = [
        show(newcomer, "ACDE3333", slug="nowhere", REMOTE_ADDR=f"10.1.{guess}.1").status_code
        for guess in range(61)
    ]
    assert answers == [200] * 60 + [429]


def test_those_who_mean_well_are_not_counted(newcomer, slip):
    assert [show(newcomer).status_code for _time in range(15)] == [302] * 15


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_no_more_than_the_rate_allows(slip):
    def guess(number):
        try:
            return show(Client(), "ACDE3333", REMOTE_ADDR="10.7.7.7").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(guess, range(24)))
    assert answers.count(200) <= 10


# The steps


def test_from_the_code_to_the_welcome(newcomer, slip, household, building):
    response = join_by_password(newcomer)
    assert response.headers["Location"] == reverse("welcome", args=["114"])
    assert newcomer.get(response.headers["Location"]).status_code == 200
    joining = Joining.objects.get()
    user = joining.user
    assert (user.shown_name, user.username, user.phone, user.shows_name) == (
        "徐师傅",
        "徐师傅",
        None,
        False,
    )
    assert (joining.slip, joining.helped_by) == (slip, None)
    membership = joining.membership
    assert (membership.household, membership.may_answer) == (household, True)
    slip.refresh_from_db()
    assert slip.used == 1
    assert [line.text for line in latest_lines_in(building, LEADERS, count=5)] == [
        f"徐师傅用{household} 入户条加入了"
    ]
    assert Client().login(username="徐师傅", password=PASSWORD)


def test_the_session_holds_no_code_and_changes_its_key(newcomer, slip):
    newcomer.get(reverse("account_login"))
    newcomer.post(reverse("preferences"), {"text_size": "large"})
    session = newcomer.session
    session["planted"] = "yes"
    session.save()
    keys = [newcomer.session.session_key]
    show(newcomer)
    keys.append(newcomer.session.session_key)
    assert CODE not in repr(dict(newcomer.session))
    answer(newcomer, "household", who="new")
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    answer(newcomer, "pin", pin=PIN, again=PIN)
    keys.append(newcomer.session.session_key)
    assert len(set(keys)) == 3
    assert "joining" not in newcomer.session


@pytest.mark.parametrize(
    "step", ["household", "name", "phone", "key", "password", "pin", "passkey"]
)
def test_no_step_without_a_code_nor_half_an_hour_later_nor_for_another_building(
    newcomer, slip, next_door, step
):
    assert newcomer.get(url(step)).headers["Location"] == url("code")
    show(newcomer)
    assert newcomer.get(url(step, "115")).headers["Location"] == url("code", "115")
    session = newcomer.session
    session["joining"] = {**session["joining"], "until": time.time() - 1}
    session.save()
    assert newcomer.post(url(step)).headers["Location"] == url("code")
    assert User.objects.filter(joinings__isnull=False).count() == 0


@pytest.mark.parametrize("waiting", [1, 3])
@pytest.mark.parametrize(
    ("step", "statements"),
    [("household", 3), ("name", 2), ("phone", 2), ("key", 2), ("pin", 2), ("password", 3)],
)
def test_a_step_costs_session_slip_and_at_most_one_more(
    newcomer, slip, household, volunteer, step, statements, waiting, django_assert_num_queries
):
    for number in range(waiting):
        joining_actions.enroll_neighbour(household, shown_name=f"阿婆{number}", by=volunteer)
    show(newcomer)
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    with django_assert_num_queries(statements):
        assert newcomer.get(url(step)).status_code == 200


def test_a_slip_revoked_meanwhile_stops_the_visit(newcomer, slip, leader):
    show(newcomer)
    slips.revoke_slip(slip, by=leader)
    assert answer(newcomer, "pin", pin=PIN, again=PIN).headers["Location"] == url("code")


def test_under_fourteen_there_is_no_account(newcomer, slip):
    show(newcomer)
    response = answer(newcomer, "name", shown_name="小明")
    assert "不满14周岁不能开户" in response.content.decode()
    before = User.objects.count()
    assert answer(newcomer, "pin", pin=PIN, again=PIN).headers["Location"] == url("name")
    assert User.objects.count() == before


def test_forms_are_guarded_against_other_sites(slip):
    strict = Client(enforce_csrf_checks=True)
    assert show(strict).status_code == 403


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": "WANG"}, "username"),
        ({"username": "王 阿姨"}, "username"),
        ({"username": "13800138000"}, "username"),
        ({"username": ""}, "username"),
        ({"again": "else"}, "again"),
        ({"password": "12345678", "again": "12345678"}, "password"),
        ({"username": "tram-23", "password": "tram-23", "again": "tram-23"}, "password"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_and_uses_nothing_up(newcomer, slip, fields, wrong):
    UserFactory(username="wang")
    show(newcomer)
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    typed = {"username": "xu", "password": PASSWORD, "again": PASSWORD, "once": "k", **fields}
    response = answer(newcomer, "password", **typed)
    assert wrong in response.context["form"].errors
    slip.refresh_from_db()
    assert slip.used == 0
    assert (
        answer(
            newcomer,
            "password",
            **{**typed, "username": "xu", "password": PASSWORD, "again": PASSWORD},
        ).status_code
        == 302
    )


def test_what_was_taken_a_moment_ago_is_refused_and_uses_nothing_up(slip):
    UserFactory(username="XU")
    with pytest.raises(Refused, match="刚刚被别人用了"):
        joining_actions.join_as_newcomer(
            slip, NewAccount(shown_name="徐", username="xu", phone="13800138000")
        )
    slip.refresh_from_db()
    assert (slip.used, Joining.objects.count()) == (0, 0)


def test_no_key_before_a_name(newcomer, slip):
    show(newcomer)
    assert newcomer.get(url("key")).headers["Location"] == url("name")
    answer(newcomer, "name", shown_name="徐师傅")  # the age is not confirmed
    for step, typed in (("pin", {"pin": PIN, "again": PIN}), ("passkey", {"once": "k"})):
        assert answer(newcomer, step, **typed).headers["Location"] == url("name")
    assert User.objects.filter(joinings__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("138 0013 8000", "13800138000"), ("+86１３８００１３８０００", "13800138000")],
)
def test_a_phone_is_optional_and_kept_bare(newcomer, slip, typed, kept):
    show(newcomer)
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    assert answer(newcomer, "phone", phone=typed).headers["Location"] == url("key")
    answer(newcomer, "pin", pin=PIN, again=PIN)
    assert User.objects.get(shown_name="徐师傅").phone == kept


def test_a_phone_is_taken_as_it_is_and_opens_nothing(newcomer, slip):
    """The answer does not tell whether an account has the number."""
    known = UserFactory(phone="13800138000")
    show(newcomer)
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    for number in ("13800138000", "13900139000"):
        assert answer(newcomer, "phone", phone=number).headers["Location"] == url("key")
    answer(newcomer, "phone", phone="13800138000")
    answer(newcomer, "pin", pin=PIN, again=PIN)
    joined = User.objects.get(shown_name="徐师傅")
    assert (joined.phone, joined.phone_is_key) == ("13800138000", False)
    assert account_for_sign_in("13800138000") == known


@pytest.mark.parametrize(
    ("shown", "free"), [("王阿姨", "王阿姨3"), ("老 周", "老周"), ("!!!", "n"), ("123", "n123")]
)
def test_a_sign_in_name_is_proposed_that_nobody_has(shown, free):
    UserFactory(username="王阿姨")
    UserFactory(username="王阿姨2")
    assert free_username(shown) == free


def test_a_double_click_on_the_last_page_makes_one_account(newcomer, slip):
    show(newcomer)
    answer(newcomer, "name", shown_name="徐师傅", old_enough="on")
    held = newcomer.session["joining"]
    typed = {"username": "xu", "password": PASSWORD, "again": PASSWORD, "once": "k"}
    first = answer(newcomer, "password", **typed)
    twin = Client()
    session = twin.session
    session["joining"] = held
    session.save()
    assert answer(twin, "password", **typed).status_code in {200, 302}
    assert first.status_code == 302
    assert User.objects.filter(shown_name="徐师傅").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_use_is_one_persons(household):
    slip = SlipFactory(household=household, code=CODE, used=5)

    def join(number):
        try:
            return joining_actions.join_as_newcomer(
                slip, NewAccount(shown_name=f"邻居{number}", username=f"n{number}")
            ).pk
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as hands:
        joined = list(hands.map(join, range(6)))
    assert len([pk for pk in joined if pk]) == 1
    slip.refresh_from_db()
    assert slip.used == 6


# Those who have an account


def test_somebody_signed_in_adds_a_household_to_their_account(client, slip, neighbour, household):
    client.force_login(neighbour)
    show(client)
    page = client.get(url("household")).content.decode()
    assert str(neighbour) in page
    assert answer(client, "household", who="me").headers["Location"].endswith("/b/114/welcome/")
    assert Joining.objects.get().membership.household == household
    show(client)
    assert answer(client, "household", who="me").headers["Location"] == url("code")
    slip.refresh_from_db()
    assert slip.used == 1


def test_a_slip_survives_signing_in_on_the_way(newcomer, slip, neighbour):
    show(newcomer)
    newcomer.post(
        reverse("account_login"),
        {"login": neighbour.username, "password": "secret-enough", "next": url("household")},
    )
    assert newcomer.get(url("household")).status_code == 200


# Helped by a neighbour


def test_a_helper_opens_an_account_without_any_key(building, household, volunteer):
    joining = joining_actions.enroll_neighbour(household, shown_name="张阿婆", by=volunteer)
    user = joining.user
    assert (joining.helped_by, joining.slip) == (volunteer, None)
    assert not user.has_usable_password()
    assert user.standing_in(building).households == (household.pk,)
    line = latest_lines_in(building, LEADERS, count=1)[0]
    assert line.text == f"志愿者 {volunteer}帮张阿婆开了户，{household}"


def test_the_elder_takes_it_up_with_six_digits(newcomer, slip, household, volunteer):
    joining = joining_actions.enroll_neighbour(household, shown_name="张阿婆", by=volunteer)
    show(newcomer)
    assert "张阿婆，这是我" in newcomer.get(url("household")).content.decode()
    assert answer(newcomer, "household", who=str(joining.user.pk)).headers["Location"] == url("pin")
    answer(newcomer, "pin", pin=PIN, again=PIN)
    joining.refresh_from_db()
    assert (joining.slip, joining.helped_by) == (slip, volunteer)
    assert newcomer.session["_auth_user_id"] == str(joining.user.pk)
    assert Device.objects.get().user == joining.user
    assert User.objects.count() == 3  # the elder, the helper, and the printer of the slip


def test_no_slip_takes_over_an_account_in_use(newcomer, slip, household, resident, volunteer):
    """Neither one with a password, nor one that was used and has lost its key."""
    used = joining_actions.enroll_neighbour(household, shown_name="用过", by=volunteer).user
    User.objects.filter(pk=used.pk).update(last_login=timezone.now())
    elsewhere = HouseholdFactory(building=household.building)
    other = joining_actions.enroll_neighbour(elsewhere, shown_name="别家", by=volunteer).user
    assert list(unclaimed_accounts_of(household)) == []
    show(newcomer)
    for victim in (resident, used, other):
        answer(newcomer, "household", who=str(victim.pk))
        answer(newcomer, "name", shown_name="我", old_enough="on")
        answer(newcomer, "password", username="me", password=PASSWORD, again=PASSWORD)
        assert newcomer.session.get("_auth_user_id") != str(victim.pk)
        with pytest.raises(Refused):
            joining_actions.claim_account(slip, victim, password=PASSWORD)
        victim.refresh_from_db()
        assert not victim.check_password(PASSWORD)


def test_an_account_is_taken_up_once(slip, household, volunteer):
    user = joining_actions.enroll_neighbour(household, shown_name="张阿婆", by=volunteer).user
    joining_actions.claim_account(slip, user)
    with pytest.raises(Refused):
        joining_actions.claim_account(slip, user, password=PASSWORD)


# A new key


def sign_in(client, user):
    client.post(reverse("account_login"), {"login": user.username, "password": "secret-enough"})
    assert "_auth_user_id" in client.session


def test_a_new_key_ends_the_old_ones_and_the_open_sessions(newcomer, client, resident, leader):
    sign_in(client, resident)
    old = DeviceFactory(user=resident)
    code = slips.print_key_slip(resident.memberships.get(), by=leader).code
    show(newcomer, code)
    assert str(resident) in newcomer.get(url("household")).content.decode()
    assert answer(newcomer, "household", who="new").headers["Location"] == url("key")
    response = answer(newcomer, "password", password=PASSWORD, again=PASSWORD)
    assert response.headers["Location"] == reverse("welcome", args=["114"])
    assert newcomer.get(reverse("welcome", args=["114"])).status_code == 200
    assert client.get("/b/114/me/").status_code == 302
    old.refresh_from_db()
    resident.refresh_from_db()
    assert old.revoked_at
    assert resident.check_password(PASSWORD)
    assert show(Client(), code).status_code == 200  # the last use
    assert latest_lines_in(resident.memberships.get().building, LEADERS, count=1)[
        0
    ].text.startswith(f"{resident}重设了登录方式")


@pytest.mark.parametrize(
    "meanwhile",
    [
        "moved out",
        "joined the committee",
        "keeps the installation",
        "was switched off",
        "serves next door",
        "moved next door too",
    ],
)
def test_a_key_slip_is_judged_again_when_it_is_used(
    resident, leader, building, next_door, meanwhile
):
    membership = resident.memberships.get()
    slip = slips.print_key_slip(membership, by=leader).slip
    if meanwhile == "moved out":
        joining_actions.move_out(membership, by=resident)
    elif meanwhile == "joined the committee":
        OfficeFactory(user=resident, staff=True, neighbourhood=building.neighbourhood)
    elif meanwhile == "serves next door":
        OfficeFactory(user=resident, kind="core", building=next_door)
    elif meanwhile == "moved next door too":
        MembershipFactory(user=resident, household__building=next_door)
    else:
        switched = {"is_superuser": True} if "keeps" in meanwhile else {"is_active": False}
        User.objects.filter(pk=resident.pk).update(**switched)
    with pytest.raises(Refused):
        joining_actions.renew_key(slip, password=PASSWORD)
    slip.refresh_from_db()
    assert slip.used == 0


def test_the_committees_slip_renews_who_lives_in_two_of_its_buildings(resident, staff, next_door):
    MembershipFactory(user=resident, household__building=next_door)
    home = resident.memberships.earliest("pk")
    slip = slips.print_key_slip(home, by=staff).slip
    assert joining_actions.renew_key(slip, password=PASSWORD) == resident


# Undone, and moved out


def test_undoing_ends_membership_sessions_and_slip_at_once(client, slip, leader, building):
    join_by_password(client)
    joining = Joining.objects.get()
    assert client.get("/b/114/me/").status_code == 200
    joining_actions.undo_joining(joining, by=leader)
    assert client.get("/b/114/me/").status_code == 302
    assert "_auth_user_id" not in client.session
    slip.refresh_from_db()
    joining.refresh_from_db()
    assert (slip.state, joining.undone_by, joining.membership.until) == (
        "revoked",
        leader,
        timezone.localdate(),
    )
    with pytest.raises(Refused):
        joining_actions.undo_joining(joining, by=leader)
    assert Membership.objects.filter(pk=joining.membership_id).exists()


@pytest.mark.parametrize("end", ["undo", "move out"])
def test_people_who_left_cannot_return_with_a_slip_they_know(household, leader, resident, end):
    """Neither the household's slip nor one that they printed. Keys of others stay valid."""
    joining = JoiningFactory(membership=resident.memberships.get(), slip__household=household)
    slips.print_family_slip(household, by=resident)
    spouse = MembershipFactory(household=household)
    key = slips.print_key_slip(spouse, by=leader).slip
    if end == "undo":
        joining_actions.undo_joining(joining, by=leader)
    else:
        joining_actions.move_out(joining.membership, by=resident)
    assert list(Slip.objects.live()) == [key]


def test_undoing_does_not_lengthen_what_ended_before(household, leader):
    membership = MembershipFactory(household=household, until=dt.date(2024, 5, 1))
    joining = JoiningFactory(membership=membership)
    joining_actions.undo_joining(joining, by=leader)
    membership.refresh_from_db()
    assert membership.until == dt.date(2024, 5, 1)


def test_who_moves_out_loses_every_right_in_the_open_session(enter, volunteer, leader, building):
    client = enter("volunteer")
    board = reverse("notices:board", args=["114"])
    client.get(board)
    tag = client.get(board).headers["ETag"]
    membership = volunteer.memberships.get()
    joining_actions.move_out(membership, by=leader)
    assert client.get(board).status_code == 404
    assert client.get(board, headers={"if-none-match": tag}).status_code == 404
    assert client.post(reverse("lounge:start", args=["114"]) + "?kind=need").status_code == 404
    assert not volunteer.offices.current().exists()
    assert latest_lines_in(building, LEADERS, count=1)[0].text.startswith(f"{volunteer}搬离了")
    with pytest.raises(Refused):
        joining_actions.move_out(membership, by=leader)


def test_the_leader_hands_over_before_moving_out(leader, staff):
    with pytest.raises(Refused):
        joining_actions.move_out(leader.memberships.get(), by=staff)
    assert leader.memberships.current().exists()


def test_who_has_another_home_in_the_building_keeps_the_office(building, volunteer, leader):
    MembershipFactory(user=volunteer, household__building=building)
    joining_actions.move_out(volunteer.memberships.first(), by=leader)
    assert volunteer.offices.current().exists()


def test_guessing_at_nowhere_is_no_buildings_business(db):
    guessing.record_guessing("nowhere")
    assert Slip.objects.count() == 0
