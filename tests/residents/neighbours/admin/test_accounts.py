"""Residents can read what the keeper does to an account of their building."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from governance.journal.models import Line
from governance.journal.queries import latest_lines_in, shown_line
from residents.models import User
from residents.people.actions.accounts import save_account
from residents.privacy.actions.forgetting import forget_user
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "bamboo-lantern-7"
TOLD = "系统管理员给您定了一个密码"


@pytest.fixture
def keeper(building) -> User:
    return UserFactory(is_superuser=True, shown_name="管机器的", shows_name=False)


@pytest.fixture
def wang(household) -> User:
    return MembershipFactory(household=household, user__shown_name="王阿姨").user


def change(client, person, **fields):
    data = {
        "username": person.username,
        "shown_name": person.shown_name,
        "is_active": "on",
        **fields,
    }
    typed = {name: value for name, value in data.items() if value}
    return client.post(reverse("admin:residents_user_change", args=[person.pk]), typed)


def set_password(client, person, password=PASSWORD):
    typed = {"new_password1": password, "new_password2": password}
    return client.post(reverse("admin:auth_user_password_change", args=[person.pk]), typed)


def read_by(user, building) -> list[str]:
    return [line.text for line in latest_lines_in(building, user.standing_in(building), count=9)]


def test_a_changed_account_is_read_in_its_household_and_by_leader_and_committee(
    enter, building, household, keeper, leader, staff, wang
):
    other = MembershipFactory(household=household).user
    next_flat = MembershipFactory(household=HouseholdFactory(building=building)).user
    assert change(enter("keeper"), wang, shown_name="王大妈").status_code == 302
    line = "系统管理员 管机器的在居委工作台改了王大妈的账号：称呼"
    assert [line in read_by(user, building) for user in (other, leader, staff)] == [True] * 3
    assert read_by(next_flat, building) == []


def test_it_is_read_in_each_of_the_buildings_where_one_lives_or_serves(
    enter, building, next_door, keeper, wang
):
    MembershipFactory(user=wang, household=HouseholdFactory(building=next_door))
    third = OfficeFactory(user=wang, kind="volunteer").building
    change(enter("keeper"), wang, username="wang")
    told_in = {
        line.building: line for line in Line.objects.filter(verb="residents.account_changed")
    }
    assert set(told_in) == {building, next_door, third}
    assert (told_in[third].household, told_in[third].audience) == (None, "residents")


def test_an_account_that_is_closed_has_a_line_of_its_own(enter, building, keeper, wang):
    client = enter("keeper")
    change(client, wang, is_active="")
    change(client, wang)
    lines = [shown_line(line).text for line in Line.objects.order_by("pk")]
    who = "系统管理员 管机器的"
    assert lines == [f"{who}停用了王阿姨的账号", f"{who}恢复了王阿姨停用的账号"]


def test_changes_made_meanwhile_are_kept(keeper, wang):
    seen = User.objects.get(pk=wang.pk)
    User.objects.filter(pk=wang.pk).update(skills="修自行车")
    seen.shown_name = "王大妈"
    save_account(seen, changed=["shown_name"], added=False, by=keeper)
    wang.refresh_from_db()
    assert (wang.shown_name, wang.skills) == ("王大妈", "修自行车")


def test_nothing_changed_leaves_no_line(enter, keeper, wang):
    change(enter("keeper"), wang)
    assert not Line.objects.exists()


def test_a_new_password_is_on_record_without_the_password(enter, building, keeper, wang):
    client = enter("keeper")
    assert set_password(client, wang).status_code == 302
    line = Line.objects.get()
    assert shown_line(line).text == "系统管理员 管机器的给王阿姨定了一个新密码"
    assert PASSWORD not in f"{line.__dict__}{[entry.__dict__ for entry in LogEntry.objects.all()]}"
    wang.refresh_from_db()
    assert wang.check_password(PASSWORD)


def test_the_person_is_told_until_they_have_a_password_of_their_own(enter, keeper, wang):
    set_password(enter("keeper"), wang)
    person = Client()
    person.force_login(User.objects.get(pk=wang.pk))
    assert TOLD in person.get("/b/114/").text
    assert TOLD in person.get("/b/114/").text
    typed = {"oldpassword": PASSWORD, "password1": "own-words-88", "password2": "own-words-88"}
    assert person.post(reverse("account_change_password"), typed).status_code == 302
    assert TOLD not in person.get("/b/114/").text


def test_somebody_of_the_committee_is_told_at_the_desk(enter, keeper, staff):
    set_password(enter("keeper"), staff)
    person = Client()
    person.force_login(User.objects.get(pk=staff.pk))
    assert TOLD in person.get(reverse("admin:index")).text


def test_a_password_the_keeper_chose_for_themselves_is_no_news(enter, keeper):
    client = enter("keeper")
    assert set_password(client, keeper).status_code == 302
    keeper.refresh_from_db()
    assert keeper.password_set_at is None
    assert client.get(reverse("admin:index")).status_code == 200


def test_an_account_that_belongs_to_no_building_is_on_record_in_its_history(enter, keeper, staff):
    client = enter("keeper")
    set_password(client, staff)
    change(client, staff, shown_name="小王")
    assert not Line.objects.filter(whom=staff).exists()
    page = client.get(reverse("admin:residents_user_history", args=[staff.pk])).text
    assert ("定了新密码" in page, "称呼" in page) == (True, True)


def test_a_forgotten_account_cannot_be_changed(enter, keeper, wang, leader):
    forget_user(wang, by=wang)
    client, before = enter("keeper"), User.objects.values().get(pk=wang.pk)
    assert set_password(client, wang).status_code == 403
    assert change(client, wang, shown_name="王").status_code == 403
    assert User.objects.values().get(pk=wang.pk) == before


def open_account(client, **fields):
    typed = {
        "username": "lin",
        "shown_name": "林老师",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **fields,
    }
    return client.post(reverse("admin:residents_user_add"), typed, follow=True)


def test_an_account_of_the_committee_and_its_office_are_made_at_once(enter, building, keeper):
    open_account(enter("keeper"), serves=building.neighbourhood_id)
    person = User.objects.get(username="lin")
    office = person.offices.get()
    assert (office.kind, office.neighbourhood) == ("staff", building.neighbourhood)
    assert office.appointed_by == keeper
    desks = {entry.content_type.model for entry in LogEntry.objects.filter(user=keeper)}
    assert desks == {"user", "office"}
    client = Client()
    client.force_login(person)
    assert client.get("/admin/").status_code == 200


def test_the_only_neighbourhood_is_chosen_already(enter, building, keeper):
    form = enter("keeper").get(reverse("admin:residents_user_add")).context["adminform"].form
    assert form["serves"].value() == building.neighbourhood_id


def test_an_account_may_have_no_office(enter, building, keeper):
    open_account(enter("keeper"), serves="")
    assert not User.objects.get(username="lin").offices.exists()
