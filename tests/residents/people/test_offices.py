from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from louzu.lib.errors import Refused
from residents.models import Building, Office
from residents.people.actions.offices import (
    appoint,
    appoint_or_refuse,
    ask_to_help,
    end_office,
    hand_over_leadership,
)
from residents.people.queries.offices import leader_office_in, past_offices_in
from tests.factories import MembershipFactory, OfficeFactory, UserFactory
from tests.side_by_side import at_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def standing(user, building):
    return type(user).objects.get(pk=user.pk).standing_in(Building.objects.get(pk=building.pk))


def verbs(building):
    return list(building.journal.order_by("number").values_list("verb", "whom"))


def test_a_leader_hands_over_in_one_step(building, leader, resident):
    office = hand_over_leadership(leader_office_in(building), to=resident, by=leader)
    assert (office.kind, office.user, office.since) == ("leader", resident, timezone.localdate())
    assert office.appointed_by == leader
    assert (standing(leader, building).leader, standing(resident, building).leader) == (False, True)
    assert verbs(building) == [
        ("residents.office_ended", leader.pk),
        ("residents.appointed", resident.pk),
    ]


def test_what_the_successor_did_until_now_ends_but_the_team_stays(building, leader, core):
    OfficeFactory(user=core, kind="team", building=building)
    hand_over_leadership(leader_office_in(building), to=core, by=leader)
    assert standing(core, building).offices == ("leader", "team")


def test_a_leader_who_began_today_hands_over_today(building, resident, volunteer):
    first = appoint(resident, kind="leader", place=building, by=None)
    office = hand_over_leadership(first, to=volunteer, by=resident)
    assert leader_office_in(building) == office


def test_a_leader_whose_end_is_set_hands_over_before_it(building, resident):
    until = timezone.localdate() + 90 * DAY
    planned = OfficeFactory(building=building, until=until)
    office = hand_over_leadership(planned, to=resident, by=planned.user)
    planned.refresh_from_db()
    assert (planned.until, leader_office_in(building)) == (timezone.localdate(), office)


@pytest.mark.parametrize("who", ["neighbour", "staff", "leader"])
def test_a_successor_is_another_person_of_the_building(request, building, leader, who):
    with pytest.raises(Refused):
        hand_over_leadership(leader_office_in(building), to=request.getfixturevalue(who), by=leader)
    assert leader_office_in(building).user == leader


def test_handed_over_twice_it_goes_to_the_first(building, leader, resident, volunteer):
    office = leader_office_in(building)
    hand_over_leadership(office, to=resident, by=leader)
    with pytest.raises(Refused, match="已经结束"):
        hand_over_leadership(office, to=volunteer, by=leader)
    assert leader_office_in(building).user == resident


def test_a_leader_who_is_set_for_later_stands_in_the_way(building, leader, resident):
    end_office(leader_office_in(building), by=None, on=timezone.localdate() + DAY)
    OfficeFactory(building=building, since=timezone.localdate() + DAY)
    with pytest.raises(Refused, match="已经有楼组长"):
        hand_over_leadership(leader_office_in(building), to=resident, by=leader)
    assert leader_office_in(building).user == leader


def test_only_the_leaders_office_is_handed_over(building, volunteer, resident):
    with pytest.raises(Refused):
        hand_over_leadership(volunteer.offices.get(), to=resident, by=volunteer)


def test_an_end_that_is_set_may_come_earlier_but_never_later_nor_in_the_past(building):
    today = timezone.localdate()
    office = OfficeFactory(building=building, until=today + 9 * DAY)
    for wrong in (None, today + 10 * DAY, today - DAY):
        with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
            Office.objects.filter(pk=office.pk).update(until=wrong)
    end_office(office, by=None)
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Office.objects.filter(pk=office.pk).update(until=None)


@pytest.mark.parametrize("kind", ["volunteer", "team", "treasurer"])
def test_a_leader_asks_a_neighbour_to_help(building, leader, resident, kind):
    office = ask_to_help(resident, kind=kind, building=building, contact="5555", by=leader)
    assert (office.kind, office.contact, office.appointed_by) == (kind, "5555", leader)
    with pytest.raises(Refused, match="已经在做"):
        ask_to_help(resident, kind=kind, building=building, by=leader)


def test_a_leader_is_no_treasurer_because_two_people_are_needed(building, leader):
    with pytest.raises(Refused, match="要两个人"):
        ask_to_help(leader, kind="treasurer", building=building, by=leader)
    assert ask_to_help(leader, kind="volunteer", building=building, by=leader).kind == "volunteer"


@pytest.mark.parametrize(("first", "then"), [("leader", "treasurer"), ("treasurer", "leader")])
def test_nobody_is_leader_and_treasurer_whoever_appoints(enter, building, resident, first, then):
    """The committee at its desk is refused in the same sentence as a leader in the portal."""
    OfficeFactory(user=resident, building=building, kind=first)
    with pytest.raises(ValidationError, match="要两个人"):
        appoint(resident, kind=then, place=building, by=None)
    typed = {"user": resident.pk, "kind": then, "building": building.pk, "since": "2026-01-01"}
    page = enter("staff").post(reverse("admin:residents_office_add"), typed)
    assert (page.status_code, "楼组长不能兼管账人" in page.text) == (200, True)
    end_office(resident.offices.get(), by=None)
    assert appoint(resident, kind=then, place=building, by=None).kind == then


@pytest.mark.parametrize("kind", ["volunteer", "team", "treasurer"])
def test_the_committee_gives_no_office_twice(enter, building, resident, kind):
    typed = {"user": resident.pk, "kind": kind, "building": building.pk, "since": "2026-01-01"}
    client, add = enter("staff"), reverse("admin:residents_office_add")
    assert client.post(add, typed).status_code == 302
    page = client.post(add, typed)
    assert (page.status_code, "已经在做这件事了" in page.text) == (200, True)
    assert resident.offices.count() == 1


def test_a_treasurer_who_becomes_the_leader_is_no_longer_treasurer(building, leader, treasurer):
    hand_over_leadership(leader_office_in(building), to=treasurer, by=leader)
    assert standing(treasurer, building).offices == ("leader",)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["treasurer", "leader"])
def test_offices_given_to_one_person_at_once_are_checked_together(building, resident, second):
    """In two tabs, or by leader and committee: one counts, and the other is told."""
    by = UserFactory()
    outcomes = at_once(
        [
            lambda: ask_to_help(resident, kind="treasurer", building=building, by=by),
            lambda: appoint_or_refuse(resident, kind=second, place=building, by=by),
        ]
    )
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "已经在做" in str(refused[0]) or "要两个人" in str(refused[0])
    assert resident.offices.count() == 1


@pytest.mark.parametrize("kind", ["leader", "core", "staff"])
def test_the_other_offices_are_the_committees_to_give(building, leader, resident, kind):
    with pytest.raises(Refused, match="居委"):
        ask_to_help(resident, kind=kind, building=building, by=leader)


def test_a_number_that_is_too_long_is_refused(building, leader, resident):
    with pytest.raises(Refused):
        ask_to_help(resident, kind="team", building=building, contact="1" * 31, by=leader)
    with pytest.raises(ValidationError):
        appoint(resident, kind="core", place=building, by=leader, contact="1" * 31)


def test_ended_offices_are_history_the_latest_first(building, leader):
    old = OfficeFactory(building=building, kind="team", until=dt.date(2021, 1, 1))
    new = OfficeFactory(building=building, kind="core", until=dt.date(2022, 1, 1))
    OfficeFactory(building=building, kind="team", until=timezone.localdate() + DAY)
    assert past_offices_in(building).rows == [new, old]


# pages

INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
FEW = {
    **dict.fromkeys(INSIDERS, 403),
    "leader": 200,
    "staff": 200,
    "neighbour": 404,
    "visitor": 302,
}


@pytest.mark.parametrize("persona", FEW)
def test_who_may_appoint_and_end(enter, building, volunteer, persona):
    office = volunteer.offices.get()
    end = reverse("offices:end", args=["114", office.pk])
    client = enter(persona)
    assert client.get(reverse("people:appoint", args=["114"])).status_code == FEW[persona]
    assert client.get(end).status_code == FEW[persona]
    ended = client.post(end).status_code
    assert ended == (302 if FEW[persona] in {200, 302} else FEW[persona])
    office.refresh_from_db()
    assert (office.until is not None) == (FEW[persona] == 200)


def test_a_leader_appoints_and_ends_on_the_page(enter, building, leader, resident):
    client, url = enter("leader"), reverse("people:appoint", args=["114"])
    member = resident.memberships.get()
    page = client.post(url, {"member": member.pk, "kind": "volunteer"}, follow=True).text
    assert f"从今天起，{resident}担任志愿者。" in page
    assert "已经在做" in client.post(url, {"member": member.pk, "kind": "volunteer"}).text
    end = reverse("offices:end", args=["114", resident.offices.get().pk])
    assert end in page
    assert f"{resident}不再担任志愿者了" in client.post(end, follow=True).text
    assert not standing(resident, building).helper


def test_residents_of_other_buildings_cannot_be_chosen(enter, building, leader, neighbour):
    url = reverse("people:appoint", args=["114"])
    foreign = neighbour.memberships.get()
    response = enter("leader").post(url, {"member": foreign.pk, "kind": "team"})
    assert (response.status_code, neighbour.offices.count()) == (200, 1)


@pytest.mark.parametrize("who", ["core", "leader"])
def test_a_leader_ends_neither_a_core_resident_nor_themselves(request, enter, building, who):
    office = request.getfixturevalue(who).offices.get()
    request.getfixturevalue("leader")
    assert enter("leader").post(reverse("offices:end", args=["114", office.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_appoint_costs_the_same_whatever_its_length(
    enter, building, leader, rows, django_assert_num_queries
):
    for _ in range(rows):
        OfficeFactory(
            building=building,
            kind="team",
            user=MembershipFactory(household__building=building).user,
        )
    client = enter("leader")
    with django_assert_num_queries(5):
        client.get(reverse("people:appoint", args=["114"]))


def test_the_contact_is_the_holders_to_change(enter, building, volunteer):
    office = volunteer.offices.get()
    data = {"shown_name": "周强", f"contact_{office.pk}": "021-5555"}
    enter("volunteer").post(reverse("mine:profile"), data)
    office.refresh_from_db()
    assert office.contact == "021-5555"
    assert "021-5555" in enter("volunteer").get(building.get_absolute_url()).text


def test_nobody_elses_contact_is_in_the_form(enter, building, volunteer, leader):
    data = {"shown_name": "周强", f"contact_{leader.offices.get().pk}": "000"}
    enter("volunteer").post(reverse("mine:profile"), data)
    assert leader.offices.get().contact == ""
