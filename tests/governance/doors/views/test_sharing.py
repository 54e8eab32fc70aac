from __future__ import annotations

import pytest
from django.urls import reverse

from governance.doors.models import Assignment
from tests.factories.canvass import make_open_canvass, record_paper_answer_for, voice_of

pytestmark = pytest.mark.django_db
SHARE = reverse("doors:share", args=["114"])
PERSONAS = ("leader", "core", "resident", "staff", "neighbour", "visitor")


@pytest.mark.parametrize(
    ("persona", "code"), list(zip(PERSONAS, (200, 403, 403, 200, 404, 302), strict=True))
)
def test_who_gives_doors(enter, tell, persona, code):
    assert enter(persona).get(SHARE).status_code == code


def test_a_helper_is_asked_once_for_all_questions_also_later_ones(
    enter, building, tell, household, leader, core
):
    client = enter("leader")
    page = client.get(SHARE).content.decode()
    assert all(words in page for words in (str(household.flat), "骨干", "先不分给谁"))
    shared = {"who": core.pk, "flats": [household.flat_id]}
    html = client.post(SHARE, shared, follow=True).content.decode()
    assert (f"请{core}去敲1家的门。" in html, f"请了{core}去" in html) == (True, True)
    canvass = make_open_canvass(building, leader)
    helper = enter("core")
    assert helper.get("/b/114/").content.decode().count("请您去敲 1 家的门") == 1
    url = reverse("doors:knock", args=["114", household.flat_id])
    helper.post(url, {"outcome": "not_in"})
    assert "请您去敲 1 家的门" in helper.get("/b/114/").content.decode()  # nobody was at home
    helper.post(
        reverse("doors:told", args=["114", household.flat_id, tell.pk]), {"outcome": "told"}
    )
    record_paper_answer_for(canvass, voice_of(canvass, household), "agree", by=core)
    assert "请您去敲" not in helper.get("/b/114/").content.decode()


def test_ones_own_doors_can_be_listed_alone_and_come_first(enter, tell, household, core):
    Assignment.objects.create(flat=household.flat, helper=core, by=core)
    client = enter("core")
    listing = reverse("doors:list", args=["114"])
    page = client.get(listing)
    assert ("只看分给我的" in page.content.decode(), page.context["next"].flat) == (
        True,
        household.flat,
    )
    mine = client.get(listing + "?mine=1").content.decode()
    assert (mine.count("data-door="), "敲门：还剩1家" in mine) == (1, True)


def test_a_whole_floor_is_given_and_taken_back(enter, tell, household, leader, core):
    client = enter("leader")
    floors = {flat.floor for flat in household.building.flats.all()}
    for who, helper in ((core.pk, core), (leader.pk, leader), ("0", None)):
        client.post(SHARE, {"who": who, "whole": sorted(floors)})
        given = set(Assignment.objects.values_list("helper", flat=True))
        assert given == ({helper.pk} if helper else set())


def test_doors_are_given_to_helpers_of_this_building_only(enter, tell, household, resident):
    client = enter("leader")
    for data in ({"who": resident.pk, "flats": [household.flat_id]}, {"who": "0"}):
        page = client.post(SHARE, data)
        assert page.status_code == 200
    assert "请勾选要去的几家。" in page.content.decode()
    assert not Assignment.objects.exists()


def test_ones_own_home_is_none_of_the_doors_that_were_given(enter, tell, leader):
    """A floor that is given as a whole has the helper's own flat among its doors."""
    home = leader.memberships.get().household
    Assignment.objects.create(flat=home.flat, helper=leader, by=leader)
    client = enter("leader")
    page = client.get(reverse("doors:list", args=["114"]))
    assert "只看分给我的" not in page.content.decode()
    assert page.context["next"].flat != home.flat
    assert "请您去敲" not in client.get("/b/114/").content.decode()
