from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from residents.access.offline_pages import kept_offline
from tests.architecture.building_pair import fill_both
from tests.architecture.requests import body_of
from tests.architecture.site import INSIDE
from tests.factories import ConsentFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.ledger import EntryFactory

pytestmark = pytest.mark.django_db
UNKEPT = re.search(
    r"UNKEPT = /(.*)/g;", (settings.BASE_DIR / "static/worker/store.js").read_text()
)[1]
"""The worker's expression for links that are not kept."""
PHONE = re.compile(r"\b1[38]\d{9}\b")  # not within a one-time key
PAGES = ("/b/114/", "/b/114/notices/", "/b/114/charter/", "/account/logout/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_may_be_kept_says_of_when_and_whose_it_is(enter, resident, path, time_machine):
    time_machine.move_to("2026-11-26T14:00:00+08:00", tick=False)
    response = enter("resident").get(path)
    assert response["X-Person"] == str(resident.pk)
    assert unquote(response["X-Offline"]).endswith("下午2点")
    assert "no-store" not in response["Cache-Control"]


def test_an_unchanged_page_is_of_now(enter, resident):
    client = enter("resident")
    client.get("/b/114/")
    etag = client.get("/b/114/")["ETag"]
    again = client.get("/b/114/", headers={"If-None-Match": etag})
    assert (again.status_code, again["X-Person"]) == (304, str(resident.pk))
    assert again["X-Offline"]


def test_other_pages_and_those_of_visitors_are_not_kept(enter, client, resident, building):
    mine = enter("resident").get("/b/114/me/")
    assert mine["X-Person"] == str(resident.pk)
    assert "X-Offline" not in mine
    client.logout()
    assert client.get("/")["X-Person"] == "-"
    building.public_page = True
    building.save()
    front = client.get("/b/114/")
    assert (front.status_code, front["X-Person"], "X-Offline" in front) == (200, "-", False)


def test_numbers_of_neighbours_are_marked_so_that_no_phone_keeps_them(
    enter, building, leader, household, resident, core
):
    for user, phone in ((resident, "13912345678"), (leader, "13887654321")):
        type(user).objects.filter(pk=user.pk).update(phone=phone, shows_name=True)
        ConsentFactory(user=user, kind="phone")
    make_open_canvass(building, leader, purpose="tell", preset="tell")
    asked = make_open_canvass(building, leader)
    bring = (
        f"/b/114/canvass/{asked.pk}/doors/{asked.voices.get(household=household).number}/answer/"
    )
    door, client, shown = f"/b/114/doors/{household.flat_id}/", enter("core"), ""
    for path in (*PAGES, "/b/114/doors/", door, f"{door}answer/", bring):
        response = client.get(path)
        assert response["X-Offline"], path
        numbers = PHONE.findall(response.text)
        kept = re.sub(UNKEPT, r"\1", response.text)
        shown += " ".join(numbers)
        assert not PHONE.findall(kept), path
        assert ("电话要有信号才看得到" in kept) == bool(numbers)
    assert "13912345678" in shown


@pytest.mark.parametrize("persona", ["leader", "treasurer", "resident"])
def test_what_a_flat_pays_is_on_no_page_that_a_phone_keeps(
    enter, building, next_door, leader, neighbour, household, resident, treasurer, persona
):
    pair = fill_both(building, next_door, leader=leader, neighbour=neighbour)
    client, shown = enter(persona), dict.fromkeys(("ledger", "matters"), 0)
    for address in INSIDE:
        room = address.name.split(":")[0]
        for slug, ids in pair.addresses_of(address) if room in shown else ():
            if slug != building.slug or pair.is_foreign(address, ids):
                continue
            response = client.get(reverse(address.name, kwargs={**ids, "slug": slug}))
            body_of(response)
            assert "X-Offline" not in response, address
            shown[room] += response.status_code == 200
    assert min(shown.values()) > 5, shown
    EntryFactory(account__building=building, flat=household.flat, purpose="三楼的一笔", fen=123456)
    for path in PAGES:
        page = client.get(path)
        assert page["X-Offline"], path
        assert ("三楼的一笔" in page.text, "1,234.56" in page.text) == (False, False), path


@pytest.mark.parametrize(("method", "status"), [("post", 200), ("get", 302), ("get", 404)])
def test_only_pages_that_were_shown_are_kept(rf, resident, method, status):
    request = getattr(rf, method)("/")
    request.user = resident
    assert "X-Offline" not in kept_offline(lambda _request: HttpResponse(status=status))(request)
