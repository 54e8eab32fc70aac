"""Pages about personal data are for the person alone, who may no longer live anywhere."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from governance.lounge.actions.threads import start_thread
from louzu.lib.errors import Refused
from residents.joining.actions.joining import move_out
from residents.models import Building
from residents.privacy.actions.consents import give_consent
from residents.privacy.queries.personal_data import data_categories
from tests.factories import MembershipFactory, UserFactory
from tests.factories.lounge import thread_input

pytestmark = pytest.mark.django_db

PAGES = ("data", "data_json", "data_html", "profile", "forget")


@pytest.mark.parametrize("name", PAGES)
def test_ones_own_pages_are_for_whoever_is_signed_in(enter, building, resident, name):
    who = {"resident": 200, "staff": 200, "neighbour": 200, "visitor": 302}
    url = reverse(f"mine:{name}")
    assert {p: enter(p).get(url).status_code for p in who} == who


@pytest.mark.parametrize("kind", ["name", "blood"])
def test_consent_is_nobody_elses_to_give(client, resident, kind):
    response = client.post(reverse("mine:consent", args=[kind]), {"do": "give"})
    assert response.url.startswith(reverse("account_login"))
    assert not resident.consents.exists()


def test_the_account_says_who_sees_what_the_desk_shows(enter, building, resident, staff):
    """The committee sees the username and the last sign-in, and the page says so."""
    page = enter("staff").get(reverse("admin:residents_user_change", args=[resident.pk]))
    assert resident.username in page.content.decode()
    seen_by = next(str(h.seen_by) for h in data_categories().values() if h.code == "account")
    assert "登录用的名字、什么时候开户、上次登录，您自己和居委" in seen_by


def test_the_page_shows_everything_and_who_may_see_it(enter, building, resident):
    give_consent(resident, kind="name")
    start_thread(
        building, thread_input(kind="need", title="谁家有梯子", text="借一天就还"), by=resident
    )
    page = enter("resident").get(reverse("mine:data")).text
    for word in (str(resident), resident.username, "谁家有梯子", "借一天就还", str(building)):
        assert word in page
    for holding in data_categories().values():
        assert str(holding.title) in page


def test_the_files_hold_all_of_it_in_words_and_in_data(enter, building, resident, leader):
    for number in range(7):
        start_thread(
            building, thread_input(kind="need", title=f"话题{number}", text="一天"), by=resident
        )
    client = enter("resident")
    data = client.get(reverse("mine:data_json"))
    made = json.loads(data.text)
    assert set(made) == {"made_at", *data_categories()}
    assert made["residents.account"][0]["shown_name"] == str(resident)
    assert [t["title"] for t in made["lounge.threads"]] == [f"话题{n}" for n in range(6, -1, -1)]
    assert made["residents.memberships"][0]["since"] == "2020-01-01"
    html = client.get(reverse("mine:data_html"))
    assert all(f"话题{n}" in html.text for n in range(7))
    assert "话题0" not in client.get(reverse("mine:data")).text
    for file, name in ((data, "louzu.json"), (html, "louzu.html")):
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
        assert file["Cache-Control"] == "no-store"
        assert str(leader) not in file.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_is_kept(
    enter, building, resident, rows, django_assert_num_queries
):
    for number in range(rows):
        start_thread(
            building, thread_input(kind="need", title=f"话题{number}", text="一天"), by=resident
        )
        MembershipFactory(user=resident, household__building=building)
    client = enter("resident")
    with django_assert_num_queries(91):
        client.get(reverse("mine:data"))


def test_people_who_moved_out_still_find_their_data(enter, building, resident):
    move_out(resident.memberships.get(), by=resident)
    client = enter("resident")
    assert client.get(building.get_absolute_url()).status_code == 404
    assert reverse("mine:data") in client.get("/").text
    page = client.get(reverse("mine:data"))
    assert (page.status_code, str(building) in page.text) == (200, True)
    assert client.get(reverse("mine:forget")).status_code == 200


# moving out


def test_moving_out_ends_every_right_and_keeps_the_history(building, volunteer):
    home = move_out(volunteer.memberships.get(), by=volunteer)
    fresh = type(volunteer).objects.get(pk=volunteer.pk)
    assert not fresh.standing_in(Building.objects.get(pk=building.pk)).member
    assert (home.until is None, volunteer.offices.get().until is None) == (False, False)
    with pytest.raises(Refused):
        move_out(home, by=volunteer)


def test_with_another_home_here_the_office_stays(building, volunteer):
    MembershipFactory(user=volunteer, household__building=building)
    move_out(volunteer.memberships.first(), by=volunteer)
    assert volunteer.offices.get().until is None


def test_a_leader_hands_over_before_moving_out(enter, building, leader):
    url = reverse("leave", args=["114"])
    page = enter("leader").post(url, {"once": "k"}, follow=True)
    assert "交接给下一位" in page.text
    assert leader.memberships.get().until is None


def test_leaving_is_said_twice(enter, building, resident):
    client, url = enter("resident"), reverse("leave", args=["114"])
    assert "是的，我搬走了" in client.get(url).text
    assert resident.memberships.get().until is None
    assert "已经登记您搬走了" in client.post(url, {"once": "k"}, follow=True).text
    assert resident.memberships.get().until


@pytest.mark.parametrize(
    ("persona", "status"), [("resident", 200), ("staff", 302), ("neighbour", 404), ("visitor", 302)]
)
def test_who_may_leave(enter, building, persona, status):
    assert enter(persona).get(reverse("leave", args=["114"])).status_code == status


# what everybody may know beforehand


def test_the_privacy_page_is_for_everybody_and_stands_in_every_foot(client, building):
    page = client.get(reverse("privacy")).text
    assert ("138****8888" in page, "一位前住户" in page) == (True, True)
    assert reverse("privacy") in client.get("/").text


def test_a_person_of_two_buildings_sees_no_buildings_head(client, building, next_door):
    user = UserFactory()
    for place in (building, next_door):
        MembershipFactory(user=user, household__building=place)
    client.force_login(user)
    page = client.get(reverse("mine:data"))
    assert not hasattr(page.wsgi_request, "building")
