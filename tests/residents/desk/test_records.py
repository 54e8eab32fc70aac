"""Every change at the desk writes a journal line for the residents of the building."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Audience, Line
from residents.changes.actions.buildings import close_building
from residents.changes.actions.closing import close_flat
from residents.models import Household, Membership, Office, Owner, Ownership
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory, OwnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def flat(building):
    return FlatFactory(building=building, room="901", floor=9, area="70.00", area_source="register")


@pytest.fixture
def owner(building):
    return OwnerFactory(building=building)


@pytest.fixture
def rows(building, household, flat, owner, leader, staff):
    """A record of each kind that the desk edits."""
    return {
        "residents.building": building,
        "residents.flat": flat,
        "residents.household": household,
        "residents.owner": owner,
        "residents.ownership": Ownership.objects.create(flat=flat, owner=owner, since="2020-01-01"),
        "residents.office": leader.offices.get(),
    }


@pytest.mark.parametrize(
    ("label", "fixed"),
    [
        ("residents.flat", {"building"}),
        ("residents.household", {"building", "flat"}),
        ("residents.owner", {"building"}),
        ("residents.ownership", {"flat", "owner"}),
    ],
)
def test_which_thing_a_record_is_of_cannot_be_changed(enter, rows, label, fixed):
    address = reverse(f"admin:{label.replace('.', '_')}_change", args=[rows[label].pk])
    assert not fixed & set(enter("staff").get(address).context["adminform"].form.fields)


def test_nothing_changed_leaves_no_line(enter, rows):
    flat = rows["residents.flat"]
    address = reverse("admin:residents_flat_change", args=[flat.pk])
    client = enter("staff")
    form = client.get(address).context["adminform"].form
    before = Line.objects.count()
    client.post(address, {name: form[name].value() for name in form.fields})
    assert Line.objects.count() == before


def test_the_committee_puts_nobody_into_a_household(enter, staff, household):
    """Staff may not add themselves either, because they could answer and vote for the household."""
    client = enter("staff")
    typed = {"user": staff.pk, "household": household.pk, "since": "2024-01-01", "may_answer": "on"}
    member = MembershipFactory(household=household)
    for address in (
        reverse("admin:residents_membership_add"),
        reverse("admin:residents_membership_change", args=[member.pk]),
    ):
        assert client.post(address, typed).status_code == 403
    assert not Membership.objects.filter(user=staff).exists()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("move_out", "的成员：有人搬离"),
        ("stop_answering", "的成员：谁可以代表全家答复"),
    ],
)
def test_what_it_does_to_members_is_read_in_the_building(enter, household, action, expected):
    member = MembershipFactory(household=household)
    enter("staff").post(
        reverse("admin:residents_membership_changelist"),
        {"action": action, "_selected_action": [member.pk], "do": "yes"},
    )
    line = Line.objects.filter(audience=Audience.RESIDENTS).order_by("-pk").first()
    assert line.subject_title == f"{household}{expected}"
    assert str(member.user) not in line.subject_title


def test_a_second_leader_is_refused_at_the_field_and_handing_over_offered(
    enter, building, leader, household
):
    typed = {
        "user": MembershipFactory(household=household).user.pk,
        "kind": "leader",
        "building": building.pk,
        "since": "2026-01-01",
    }
    page = enter("staff").post(reverse("admin:residents_office_add"), typed)
    assert page.status_code == 200
    text = str(page.context["adminform"].form.errors["kind"])
    assert (str(leader) in text, reverse("home:hand_over", args=["114"]) in text) == (True, True)
    assert Office.objects.filter(kind="leader").count() == 1


def test_an_office_for_somebody_who_lives_elsewhere_is_pointed_out(enter, building, staff):
    typed = {"user": staff.pk, "kind": "core", "building": building.pk, "since": "2026-01-01"}
    page = enter("staff").post(reverse("admin:residents_office_add"), typed, follow=True)
    assert "没有登记住在" in page.text


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "staff"},
        {"kind": "volunteer", "deputed": "on"},
        {"kind": "core", "neighbourhood": "its"},
    ],
)
def test_what_does_not_fit_together_is_said_on_the_form(enter, building, leader, typed):
    data = {"user": leader.pk, "building": building.pk, "since": "2026-01-01", **typed}
    if "neighbourhood" in data:
        data["neighbourhood"] = building.neighbourhood_id
    page = enter("staff").post(reverse("admin:residents_office_add"), data)
    assert (page.status_code, bool(page.context["adminform"].form.errors)) == (200, True)


def test_an_owners_name_is_not_in_the_line(enter, building):
    enter("staff").post(
        reverse("admin:residents_owner_add"), {"building": building.pk, "name": "王小明"}
    )
    assert Owner.objects.filter(name="王小明").exists()
    assert not Line.objects.filter(subject_title__contains="王小明").exists()


def test_a_household_moved_by_hand_shows_at_once(enter, household, leader):
    """The leader's list is rendered again, because the version has changed."""
    HouseholdFactory(building=household.building)
    client = enter("leader")
    address = reverse("people:households", args=["114"])
    first = client.get(address)
    tag = first.headers.get("ETag", "")
    change = reverse("admin:residents_household_change", args=[household.pk])
    form = enter("staff").get(change).context["adminform"].form
    data = {name: str(form[name].value()) for name in form.fields}
    client.post(change, {**data, "aged_18_59": "7"})
    assert Household.objects.get(pk=household.pk).aged_18_59 == 7
    again = enter("leader").get(address, headers={"if-none-match": tag})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2021-01-01", "2099-01-01", "__all__"),
        ("2019-01-01", "2020-01-02", "__all__"),
        ("2019-01-01", "2018-01-01", "until"),
    ],
)
def test_a_flat_with_an_owner_gets_no_second_one_at_the_desk(enter, rows, since, until, field):
    typed = {
        "flat": rows["residents.flat"].pk,
        "owner": rows["residents.owner"].pk,
        "since": since,
        "until": until,
    }
    page = enter("staff").post(reverse("admin:residents_ownership_add"), typed)
    assert field in page.context["adminform"].form.errors
    assert Ownership.objects.count() == 1


def test_an_ownership_is_not_drawn_out_over_the_next_one(enter, rows):
    held = rows["residents.ownership"]
    Ownership.objects.filter(pk=held.pk).update(until="2022-01-01")
    Ownership.objects.create(flat=held.flat, owner=held.owner, since="2022-01-01")
    address = reverse("admin:residents_ownership_change", args=[held.pk])
    page = enter("staff").post(address, {"since": "2020-01-01", "until": "2023-01-01"})
    assert "已经有业主了" in page.text


@pytest.fixture
def over_there(next_door):
    return FlatFactory(building=next_door, room="301")


def test_a_household_lives_in_a_flat_of_its_own_building(enter, building, over_there):
    typed = {
        "building": building.pk,
        "flat": over_there.pk,
        "occupancy": "owner",
        "aged_0_6": 0,
        "aged_7_17": 0,
        "aged_18_59": 2,
        "aged_60_up": 0,
        "contact": "甲",
    }
    page = enter("staff").post(reverse("admin:residents_household_add"), typed)
    assert str(over_there.building) in str(page.context["adminform"].form.errors["flat"])


def test_an_owner_owns_flats_of_one_building(enter, owner, over_there):
    typed = {"flat": over_there.pk, "owner": owner.pk, "since": "2024-01-01", "until": ""}
    page = enter("staff").post(reverse("admin:residents_ownership_add"), typed)
    assert str(over_there.building) in str(page.context["adminform"].form.errors["owner"])


@pytest.mark.parametrize("chosen", ["flat", "owner"])
def test_what_is_chosen_is_told_with_its_building(enter, owner, flat, over_there, chosen):
    OwnerFactory(building=over_there.building, name=owner.name)
    FlatFactory(building=over_there.building, room=flat.room)
    asked = {
        "app_label": "residents",
        "model_name": "ownership",
        "field_name": chosen,
        "term": flat.room if chosen == "flat" else owner.name,
    }
    found = enter("staff").get(reverse("admin:autocomplete"), asked).json()["results"]
    assert len({one["text"] for one in found}) == 2


@pytest.mark.parametrize("closed", ["flat", "building"])
def test_nobody_owns_what_is_closed(enter, staff, building, flat, owner, closed):
    today = timezone.localdate()
    if closed == "flat":
        close_flat(flat, on=today, by=staff)
    else:
        close_building(building, on=today, by=staff)
    typed = {"flat": flat.pk, "owner": owner.pk, "since": str(today), "until": ""}
    page = enter("staff").post(reverse("admin:residents_ownership_add"), typed)
    assert "已经注销了" in page.text
    assert not Ownership.objects.exists()
