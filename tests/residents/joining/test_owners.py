"""Owners who live elsewhere join with a letter, and may do nothing but answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.journal.queries import latest_lines_in
from louzu.lib.errors import Refused
from residents.changes.actions.sales import merge_owners, sell_flats
from residents.joining.actions.owners import (
    answer_as_owner,
    end_owner_access,
    print_owner_slip,
    revoke_owner_slip,
)
from residents.joining.queries.owners import (
    accesses_in,
    live_owner_slips_in,
    own_accesses,
    owners_elsewhere_in,
    rooms_of_owner,
)
from residents.models import OwnerAccess, OwnerSlip, Standing, User
from residents.people.queries.buildings import buildings_of, buildings_owned_by
from residents.privacy.actions.forgetting import forget_user
from tests.factories import OwnerFactory, UserFactory
from tests.factories.canvass import make_owner
from tests.factories.owners import (
    LETTER_CODE,
    access_of_owner,
    answer_for_owner,
    make_absent_owner,
    make_owner_slip,
)

pytestmark = pytest.mark.django_db
PASSWORD = "tram-23-dog"
LEADERS = Standing(offices=("leader",))


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


@pytest.fixture
def owner(building):
    return make_absent_owner(building, rooms=("401", "502"))


def url(step):
    return reverse(f"joining:{step}", args=["114"])


def show(client, code=LETTER_CODE):
    return client.post(url("code"), {"code": code})


def join_by_password(client):
    show(client)
    client.post(url("owner"), {"who": "new"})
    client.post(url("name"), {"shown_name": "王先生", "old_enough": "on"})
    client.post(url("phone"), {"phone": ""})
    words = {"username": "王先生", "password": PASSWORD, "again": PASSWORD}
    return client.post(url("password"), words)


def test_an_owner_joins_with_the_letter_and_only_sees_what_owners_are_asked(building, owner):
    make_owner_slip(owner)
    client = Client()
    assert show(client).headers["Location"] == url("owner")
    assert "401室、502室" in client.get(url("owner")).text
    assert client.get(url("household")).headers["Location"] == url("owner")
    arrived = join_by_password(client)
    questions = reverse("canvass:owner_questions", args=["114"])
    assert arrived.headers["Location"] == questions
    assert client.get(questions).status_code == 200
    assert client.get("/").headers["Location"] == questions
    assert client.get(building.get_absolute_url()).status_code == 404
    user = User.objects.get(username="王先生")
    assert [*buildings_of(user)] == []
    assert [*buildings_owned_by(user)] == [building]
    assert user.standing_in(building) == Standing(owned=(owner.pk,))
    assert not user.standing_in(building).member
    assert show(Client()).status_code == 200  # the code works once
    line = latest_lines_in(building, LEADERS, count=1)[0]
    assert "王先生用信上的码，可以替401室、502室的业主答复了" in line.text
    assert latest_lines_in(building, Standing(households=(0,)), count=5) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": timezone.now() - dt.timedelta(minutes=1)},
        {"revoked_at": timezone.now(), "revoked_by": "somebody"},
    ],
)
def test_a_letter_that_is_over_opens_nothing(owner, changes):
    if "revoked_by" in changes:
        changes = {**changes, "revoked_by": UserFactory()}
    make_owner_slip(owner, **changes)
    assert "这个码用不了。" in show(Client()).text


def test_a_new_letter_replaces_the_lost_one(building, owner, leader):
    lost = make_owner_slip(owner)
    again = print_owner_slip(owner, by=leader).slip
    lost.refresh_from_db()
    assert lost.revoked_by == leader
    assert [*live_owner_slips_in(building)] == [again]
    revoke_owner_slip(again, by=leader)
    with pytest.raises(Refused):
        revoke_owner_slip(again, by=leader)
    with pytest.raises(Refused):
        answer_as_owner(again, UserFactory())


def test_a_neighbour_uses_the_letter_with_the_account_at_hand(enter, building, owner, resident):
    make_owner_slip(owner)
    client = enter("resident")
    show(client)
    client.post(url("owner"), {"who": "me"})
    standing = User.objects.get(pk=resident.pk).standing_in(building)
    assert standing.owned == (owner.pk,)
    assert standing.member
    assert [*buildings_owned_by(resident)] == []
    again = print_owner_slip(owner, by=UserFactory()).slip
    with pytest.raises(Refused):
        answer_as_owner(again, resident)


def test_access_ends_with_the_last_flat(building, owner, leader):
    user = answer_for_owner(owner)
    flats = [held.flat for held in owner.ownerships.order_by("flat__room")]
    buyer, today = OwnerFactory(building=building), timezone.localdate()
    sell_flats(flats[:1], to=buyer, on=today, who_lives="let", by=leader)
    assert fresh(user).standing_in(building).owned == (owner.pk,)
    letter = make_owner_slip(owner)
    sell_flats(flats[1:], to=buyer, on=today, who_lives="let", by=leader)
    assert fresh(user).standing_in(building) == Standing()
    assert [*buildings_owned_by(user)] == []
    assert "这个码用不了。" in show(Client()).text
    with pytest.raises(Refused):
        print_owner_slip(owner, by=leader)
    assert rooms_of_owner(letter.owner) == ""


def test_access_and_letter_follow_owners_who_are_merged(building, owner, leader):
    other = make_absent_owner(building, rooms=("601",))
    both, one = answer_for_owner(owner), answer_for_owner(other)
    answer_for_owner(other, user=both)
    letter = make_owner_slip(other)
    merge_owners(owner, [other], by=leader)
    assert fresh(both).standing_in(building).owned == (owner.pk,)
    assert fresh(one).standing_in(building).owned == (owner.pk,)
    assert OwnerSlip.objects.live().get() == letter
    assert "601室" in show_owner_page(letter)


def show_owner_page(letter):
    OwnerSlip.objects.filter(pk=letter.pk).exists()
    client = Client()
    show(client)
    return client.get(url("owner")).text


def test_it_ends_when_the_owner_leaves_or_is_undone(building, owner, leader):
    user = answer_for_owner(owner)
    access = access_of_owner(owner)
    assert [*own_accesses(user, building)] == [*accesses_in(building)] == [access]
    end_owner_access(access, by=leader)
    assert fresh(user).standing_in(building) == Standing()
    assert [*accesses_in(building)] == []
    with pytest.raises(Refused):
        end_owner_access(access, by=leader)
    line = latest_lines_in(building, LEADERS, count=1)[0]
    assert "不再替401室、502室的业主答复" in line.text


def test_a_forgotten_person_answers_for_nobody(building, owner):
    user = answer_for_owner(owner)
    forget_user(user, by=user)
    assert not OwnerAccess.objects.current().exists()
    assert fresh(user).standing_in(building) == Standing()


def test_owners_who_live_in_one_of_their_flats_are_not_elsewhere(
    building, owner, django_assert_num_queries
):
    at_home = make_owner(building, rooms=("201", "202"))
    at_home.flats.get(room="202").households.update(occupancy="let")
    sold = make_absent_owner(building, rooms=("301",))
    sold.ownerships.update(until=timezone.localdate())
    answer_for_owner(owner)
    letter = make_owner_slip(owner)
    with django_assert_num_queries(4):
        found = [*owners_elsewhere_in(building)]
    assert found == [owner]
    assert [str(held.flat) for held in found[0].owned_flats] == ["401室", "502室"]
    assert found[0].live_slips == [letter]
    assert [access.owner for access in found[0].answering] == [owner]


def fresh(user):
    return User.objects.get(pk=user.pk)
