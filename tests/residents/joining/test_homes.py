from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from governance.journal.queries import latest_lines_in
from residents.models import Joining, Slip, Standing, User
from tests.factories import HouseholdFactory, MembershipFactory

pytestmark = pytest.mark.django_db
LEADERS = Standing(offices=("leader",))
OTHERS = {
    "core": 403,
    "volunteer": 403,
    "resident": 403,
    "neighbour": 404,
    "foreign_staff": 404,
    "visitor": 302,
}


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


@pytest.fixture
def member(building):
    """A member of another household."""
    return MembershipFactory(household__building=building)


@pytest.fixture
def spouse(household):
    """A member of the resident's household."""
    return MembershipFactory(household=household)


def url(name, **ids):
    return reverse(f"homes:{name}", kwargs={"slug": "114", **ids})


@pytest.mark.parametrize(
    ("view", "method", "expected"),
    [
        ("home", "get", {"leader": 200, "staff": 200}),
        ("invite", "post", {"leader": 403, "staff": 403}),
        ("new_key", "post", {"leader": 201, "staff": 201}),
        ("answering", "post", {"leader": 302, "staff": 302}),
        ("move_out", "get", {"leader": 200, "staff": 200}),
        ("move_out", "post", {"leader": 302, "staff": 302}),
    ],
)
def test_a_household_is_its_peoples_and_the_leaders(enter, building, view, method, expected):
    for persona, status in {**OTHERS, **expected}.items():
        member = MembershipFactory(household__building=building)
        ids = {"pk": member.household.pk} if view in {"home", "invite"} else {"member": member.pk}
        client = enter(persona)
        assert (persona, getattr(client, method)(url(view, **ids)).status_code) == (persona, status)


@pytest.mark.parametrize(
    ("view", "method", "status"),
    [
        ("home", "get", 200),
        ("invite", "post", 201),
        ("new_key", "post", 403),
        ("answering", "post", 403),
        ("move_out", "get", 200),
        ("move_out", "post", 302),
    ],
)
def test_what_may_be_done_in_ones_own_household(enter, resident, spouse, view, method, status):
    ids = {"pk": spouse.household.pk} if view in {"home", "invite"} else {"member": spouse.pk}
    assert getattr(enter("resident"), method)(url(view, **ids)).status_code == status


def test_who_may_not_answer_invites_nobody_and_moves_out_only_themself(
    enter, resident, spouse, leader
):
    resident.memberships.update(may_answer=False)
    client = enter("resident")
    assert client.post(url("invite", pk=spouse.household.pk)).status_code == 403
    assert client.post(url("move_out", member=spouse.pk)).status_code == 403
    own = resident.memberships.get()
    assert client.post(url("move_out", member=own.pk)).headers["Location"] == "/"
    assert client.get(reverse("me", args=["114"])).status_code == 404


def test_the_leader_says_who_answers(enter, building, member, leader):
    enter("leader").post(url("answering", member=member.pk), {"may_answer": "no"})
    member.refresh_from_db()
    assert member.may_answer is False
    text = latest_lines_in(building, LEADERS, count=1)[0].text
    assert text == f"楼组长 {leader}改了{member.user}能不能代表{member.household}答复"
    enter("leader").post(url("answering", member=member.pk), {"may_answer": "no"})
    assert len(latest_lines_in(building, LEADERS, count=5)) == 1


def test_people_who_moved_out_are_not_listed(enter, member, leader):
    client = enter("leader")
    client.post(url("move_out", member=member.pk))
    assert client.get(url("move_out", member=member.pk)).status_code == 404
    assert str(member.user) not in client.get(url("home", pk=member.household.pk)).content.decode()


def test_an_invitation_is_one_slip_for_one_person(enter, resident, household):
    client = enter("resident")
    address = url("invite", pk=household.pk)
    for once in ("a", "a", "b"):
        client.post(address, {"once": once})
    assert list(Slip.objects.values_list("kind", "uses")) == [("family", 1)] * 2
    assert Slip.objects.live().count() == 1


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("leader", 200),
        ("core", 200),
        ("deputed", 200),
        ("volunteer", 200),
        ("staff", 403),
        ("resident", 403),
        ("neighbour", 404),
        ("foreign_staff", 404),
        ("visitor", 302),
    ],
)
@pytest.mark.parametrize("view", ["enroll", "enrolled"])
def test_helpers_help(enter, building, persona, status, view):
    assert enter(persona).get(url(view)).status_code == status


def test_a_helper_helps_a_neighbour_who_is_there_and_agrees(enter, household, volunteer):
    client = enter("volunteer")
    data = {"household": household.pk, "shown_name": "张阿婆"}
    assert "agrees" in client.post(url("enroll"), data).context["form"].errors
    assert client.post(url("enroll"), {**data, "agrees": "on"}).headers["Location"] == url(
        "enrolled"
    )
    assert Joining.objects.get().helped_by == volunteer
    again = client.post(url("enroll"), {**data, "agrees": "on"})
    assert "已经开好了户" in again.content.decode()
    assert Joining.objects.count() == 1


def test_nobody_is_helped_into_the_building_next_door(enter, volunteer, next_door):
    theirs = HouseholdFactory(building=next_door)
    data = {"household": theirs.pk, "shown_name": "张阿婆", "agrees": "on"}
    assert enter("volunteer").post(url("enroll"), data).status_code == 200
    assert User.objects.filter(shown_name="张阿婆").count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_a_household_costs_five_statements(
    enter, building, leader, rows, django_assert_num_queries
):
    household = HouseholdFactory(building=building)
    MembershipFactory.create_batch(rows, household=household)
    client = enter("leader")
    with django_assert_num_queries(5):
        assert client.get(url("home", pk=household.pk)).status_code == 200
