"""Desk pages of people: masked phones, logged look-ups, read-only consents, and deletion on
request."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.journal.models import Line
from residents.models import Office, User
from residents.privacy.actions.consents import give_consent
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

PHONE = "13800138000"


@pytest.fixture
def wang(household) -> User:
    return MembershipFactory(
        household=household, user__shown_name="王阿姨", user__phone=PHONE, user__shows_name=False
    ).user


@pytest.fixture
def keeper(building) -> User:
    """A keeper of the installation without an office."""
    return UserFactory(is_superuser=True)


def desk(name, *pk):
    return reverse(f"admin:residents_{name}", args=pk)


@pytest.mark.parametrize("persona", ["staff", "keeper"])
def test_a_number_is_masked_in_lists_and_on_its_page(enter, wang, persona):
    client = enter(persona)
    for url in (desk("user_changelist"), desk("user_change", wang.pk)):
        page = client.get(url).text
        assert ("王阿姨" in page, "138****8000" in page, PHONE in page) == (True, True, False)


def test_staff_see_the_number_once_and_that_is_on_record(enter, wang, staff):
    client, url = enter("staff"), desk("user_phone", wang.pk)
    assert url in client.get(desk("user_change", wang.pk)).text
    assert PHONE not in client.get(url).text
    assert PHONE in client.post(url, {"reason": "check"}, follow=True).text
    assert PHONE not in client.get(desk("user_change", wang.pk)).text
    line = Line.objects.get()
    assert (line.verb, line.actor, line.whom) == ("residents.phone_seen", staff, wang)


def test_no_number_is_shown_if_none_is_stored(enter, wang, staff):
    User.objects.filter(pk=wang.pk).update(phone=None)
    page = enter("staff").post(desk("user_phone", wang.pk), {"reason": "check"}, follow=True)
    assert "没有登记电话" in page.text
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("persona", "status"),
    [("keeper", 403), ("foreign_staff", 404), ("leader", 302), ("visitor", 302)],
)
def test_nobody_else_sees_it_at_the_desk(enter, wang, building, persona, status):
    response = enter(persona).post(desk("user_phone", wang.pk), {"reason": "check"})
    assert (response.status_code, Line.objects.exists()) == (status, False)


@pytest.mark.parametrize(
    ("persona", "status"), [("foreign_staff", 404), ("leader", 302), ("visitor", 302)]
)
def test_nobody_else_forgets_anybody_at_the_desk(enter, wang, building, persona, status):
    response = enter(persona).post(desk("user_forget", wang.pk), {"sure": "on"})
    wang.refresh_from_db()
    assert (response.status_code, wang.forgotten_at) == (status, None)


def test_staff_forget_a_person_at_their_request(enter, wang, staff):
    client, url = enter("staff"), desk("user_forget", wang.pk)
    assert "只在本人要求时办理" in client.get(url).text
    client.post(url, {"x": "no tick"})
    wang.refresh_from_db()
    assert wang.forgotten_at is None
    assert "一位前住户" in client.post(url, {"sure": "on"}, follow=True).text
    wang.refresh_from_db()
    assert wang.forgotten_at
    assert Line.objects.get().actor == staff


def test_a_leader_is_not_forgotten_at_the_desk_either(enter, leader, staff):
    page = enter("staff").post(desk("user_forget", leader.pk), {"sure": "on"}, follow=True)
    assert "交接给下一位" in page.text


def test_consents_are_read_and_never_written(enter, wang, staff):
    consent = give_consent(wang, kind="name")
    client = enter("staff")
    assert "王阿姨" in client.get(desk("consent_changelist")).text
    page = client.get(desk("consent_change", consent.pk)).text
    assert (consent.text in page, 'name="text"' in page) == (True, False)
    assert client.post(desk("consent_change", consent.pk), {}).status_code == 403
    assert client.get(desk("consent_add")).status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?q=王阿姨", "?household__building__id__exact={building}", "?until__isempty=1"]
)
def test_memberships_are_found_by_name_building_and_whether_they_ended(
    enter, building, wang, staff, query
):
    page = enter("staff").get(desk("membership_changelist") + query.format(building=building.pk))
    assert ("王阿姨" in page.text, "连心楼" in page.text) == (True, True)


@pytest.mark.parametrize("query", ["", "?q=连心楼", "?kind__exact=core", "?until__isempty=1"])
def test_offices_are_found_by_building_kind_and_whether_they_ended(
    enter, building, core, staff, query
):
    assert str(core) in enter("staff").get(desk("office_changelist") + query).text


def test_people_are_found_by_their_flat(enter, building, staff):
    home = HouseholdFactory(building=building, flat__room="402")
    MembershipFactory(household=home, user__shown_name="王阿姨")
    page = enter("staff").get(desk("user_changelist"), {"q": "402"}).text
    assert ("王阿姨" in page, "402" in page) == (True, True)


def test_an_office_with_a_set_end_is_ended_today(enter, building, staff):
    office = OfficeFactory(building=building, kind="core", until="2099-01-01")
    chosen = {"action": "end_today", "_selected_action": [office.pk], "do": "yes"}
    enter("staff").post(desk("office_changelist"), chosen)
    assert not Office.objects.current().filter(pk=office.pk).exists()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["user", "membership", "office", "consent"])
def test_lists_cost_the_same_whatever_their_length(
    enter, building, staff, name, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        user = MembershipFactory(household__building=building).user
        OfficeFactory(user=user, building=building, kind="team")
        give_consent(user, kind="name")
    client = enter("staff")
    with django_assert_max_num_queries(12):
        client.get(desk(f"{name}_changelist"))
