from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import HttpResponse

from residents.access.offline_pages import kept_offline

pytestmark = pytest.mark.django_db
PAGES = ("/b/114/", "/b/114/notices/", "/b/114/charter/")


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


@pytest.mark.parametrize(("method", "status"), [("post", 200), ("get", 302), ("get", 404)])
def test_only_pages_that_were_shown_are_kept(rf, resident, method, status):
    request = getattr(rf, method)("/")
    request.user = resident
    assert "X-Offline" not in kept_offline(lambda _request: HttpResponse(status=status))(request)
