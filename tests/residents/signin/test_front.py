"""The sign-in page says whose page one wants to get to, if the building shows itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


@pytest.fixture
def shown(building):
    building.public_page = True
    building.save()
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    return building


@pytest.mark.parametrize("path", ["/b/114/notices/", "/b/114/canvass/7/?x=1", "/b/114/lounge/"])
def test_a_plain_link_leads_to_a_page_that_names_the_building(enter, shown, path):
    client = enter("visitor")
    if path == "/b/114/notices/":
        path = NoticeFactory(building=shown, title="停水").get_absolute_url()
    page = client.get(path, follow=True)
    assert page.redirect_chain[-1][0].startswith(LOGIN)
    for words in (
        "连心楼",
        "逸仙二村三居",
        "只给住在这栋楼里的人看",
        "打电话 021-5555",
        "我有入户条",
    ):
        assert words in page.text, words
    assert "停水" not in page.text


def test_it_still_says_so_after_a_wrong_password(enter, shown):
    sent = {"login": "x", "password": "x", "next": "/b/114/notices/7/"}
    assert "连心楼" in enter("visitor").post(LOGIN, sent).text


@pytest.mark.parametrize(
    "path", ["", "/me/", "/b/999/notices/", "//x.example/b/114/", "x\x00[", "/b/114"]
)
def test_other_addresses_name_nobody(enter, shown, path):
    page = enter("visitor").get(LOGIN, {"next": path})
    assert (page.status_code, "连心楼" in page.text) == (200, False)


def test_a_building_that_shows_itself_to_nobody_is_not_named(enter, building):
    building.public_page = False
    building.save()
    page = enter("visitor").get(LOGIN, {"next": "/b/114/notices/"})
    assert ["连心楼" in page.text, "只给住在楼里的人看" in page.text] == [False, True]
