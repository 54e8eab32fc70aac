"""Nothing is changed at the desk without a line that the residents of that building read."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.contrib.admin import site
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Audience, Line
from residents.models import Building, Household, Membership, Office, Owner, Ownership
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
    """One of each thing that has a form at the desk."""
    return {
        "residents.building": building,
        "residents.flat": flat,
        "residents.household": household,
        "residents.owner": owner,
        "residents.ownership": Ownership.objects.create(flat=flat, owner=owner, since="2020-01-01"),
        "residents.office": leader.offices.get(),
    }


def added(building, flat, owner, leader):
    """What is typed to add one."""
    today = timezone.localdate()
    other = FlatFactory(building=building, room="902", floor=9)
    return {
        "residents.building": {
            "neighbourhood": building.neighbourhood_id, "slug": "118", "door_number": "118",
            "floors": 6,
        },
        "residents.flat": {"building": building.pk, "floor": 8, "room": "801"},
        "residents.household": {
            "building": building.pk, "flat": other.pk, "occupancy": "owner", "aged_0_6": 0,
            "aged_7_17": 0, "aged_18_59": 1, "aged_60_up": 0,
        },
        "residents.owner": {"building": building.pk, "name": "王小明"},
        "residents.ownership": {"flat": other.pk, "owner": owner.pk, "since": today},
        "residents.office": {
            "user": leader.pk, "kind": "core", "building": building.pk, "since": today,
        },
    }  # fmt: skip


def desks(request, permission):
    """What the committee may add or change, by the model's label."""
    return {
        model._meta.label_lower: desk
        for model, desk in site._registry.items()
        if getattr(desk, permission)(request)
    }


@pytest.fixture
def asked(rf, staff):
    request = rf.get("/admin/")
    request.user = staff
    return request


def test_adding_leaves_a_line_that_residents_read(enter, asked, building, flat, owner, leader):
    typed = added(building, flat, owner, leader)
    offered = desks(asked, "has_add_permission")
    assert set(offered) == set(typed)
    client = enter("staff")
    for label, data in typed.items():
        newest = Line.objects.order_by("-pk").first()
        response = client.post(reverse(f"admin:{label.replace('.', '_')}_add"), data)
        assert response.status_code == 302, (label, response.context["adminform"].errors)
        lines = Line.objects.filter(pk__gt=newest.pk if newest else 0)
        assert [line.audience for line in lines] == [Audience.RESIDENTS], label


def test_changing_any_field_leaves_a_line_that_residents_read(enter, asked, rows):
    client = enter("staff")
    offered = desks(asked, "has_change_permission")
    assert set(offered) <= set(rows)
    changed = 0
    for label, row in rows.items():
        address = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
        form = client.get(address).context["adminform"].form
        for name, data in variants(form):
            before = transaction.savepoint()
            stamp = Building.objects.get(slug="114").stamp
            response = client.post(address, data)
            if response.status_code == 302:
                changed += 1
                line = Line.objects.order_by("-pk").first()
                assert line.audience == Audience.RESIDENTS, (label, name)
                assert Building.objects.get(pk=line.building_id).stamp == stamp + 1, (label, name)
            transaction.savepoint_rollback(before)
    assert changed > len(rows)


def variants(form):
    """The form as it stands, with one field changed at a time."""
    data = {name: form[name].value() for name in form.fields}
    typed = {name: str(value) for name, value in data.items() if value not in (None, False)}
    for name, field in form.fields.items():
        if (other := another(field, form[name].value())) is not None:
            yield name, {key: v for key, v in {**typed, name: other}.items() if v != ""}


def another(field, value):
    if isinstance(field, forms.BooleanField):
        return "" if value else "on"
    if isinstance(field, forms.DateField):
        return (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    if isinstance(field, forms.ModelChoiceField):
        return None  # asked below: which thing a record is of cannot be changed
    if isinstance(field, forms.ChoiceField):
        words = [str(key) for key, _label in field.choices if key not in ("", value)]
        return words[0] if words else None
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return str((value or 0) + 1)
    return f"{value or ''}1"


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
    """Not itself either: it could answer for the household, and vote as it."""
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
    ("action", "told"),
    [
        ("move_out", "的成员：有人搬离"),
        ("stop_answering", "的成员：谁可以代表全家答复"),
    ],
)
def test_what_it_does_to_members_is_read_in_the_building(enter, household, action, told):
    member = MembershipFactory(household=household)
    enter("staff").post(
        reverse("admin:residents_membership_changelist"),
        {"action": action, "_selected_action": [member.pk], "do": "yes"},
    )
    line = Line.objects.filter(audience=Audience.RESIDENTS).order_by("-pk").first()
    assert line.subject_title == f"{household}{told}"
    assert str(member.user) not in line.subject_title


def test_a_second_leader_is_refused_at_the_field_and_handing_over_offered(
    enter, building, leader, household
):
    typed = {"user": MembershipFactory(household=household).user.pk, "kind": "leader",
             "building": building.pk, "since": "2026-01-01"}  # fmt: skip
    page = enter("staff").post(reverse("admin:residents_office_add"), typed)
    assert page.status_code == 200
    said = str(page.context["adminform"].form.errors["kind"])
    assert (str(leader) in said, reverse("home:hand_over", args=["114"]) in said) == (True, True)
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
    """The leader's own list is made anew, since the stamp has moved."""
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
