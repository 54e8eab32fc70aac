from __future__ import annotations

import pytest
from django.urls import reverse

from residents.actions import end_office
from residents.models import Office, User
from tests.factories import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db
OFFICES = reverse("admin:residents_office_changelist")


def test_the_desk_opens_by_office_and_closes_with_it(enter, staff):
    client = enter("staff")
    assert client.get("/admin/").status_code == 200
    end_office(staff.offices.get(), by=None)
    assert client.get("/admin/").status_code == 302


def test_a_keeper_of_the_installation_sees_every_neighbourhood(client, building):
    client.force_login(User.objects.create_superuser("keeper", password="x", shown_name="管理员"))
    OfficeFactory()
    page = client.get(OFFICES)
    assert page.context["cl"].queryset.count() == Office.objects.count()


def test_staff_appoint_and_end_offices_and_the_journal_knows(enter, building, leader, staff):
    client = enter("staff")
    answer = client.post(
        reverse("admin:residents_office_add"),
        {"user": leader.pk, "kind": "core", "building": building.pk, "since": "2024-01-01"},
    )
    office = leader.offices.get(kind="core")
    assert (answer.status_code, office.appointed_by) == (302, staff)
    client.post(OFFICES, {"action": "end_today", "_selected_action": [office.pk]})
    office.refresh_from_db()
    assert office.until is not None
    assert [line.verb for line in building.journal.order_by("number")][-2:] == [
        "residents.appointed", "residents.office_ended",
    ]  # fmt: skip


def test_an_office_is_never_edited_away(enter, building, leader, staff):
    office = leader.offices.get()
    change = reverse("admin:residents_office_change", args=[office.pk])
    assert enter("staff").post(change, {"kind": "core"}).status_code == 403
    assert Office.objects.get(pk=office.pk).kind == "leader"


def test_an_inactive_person_has_no_desk(client, staff):
    client.force_login(staff)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_accounts_are_the_keepers_to_make(enter, staff, building):
    assert enter("staff").get(reverse("admin:residents_user_add")).status_code == 403
    assert UserFactory() not in User.objects.filter(offices__kind="staff")
