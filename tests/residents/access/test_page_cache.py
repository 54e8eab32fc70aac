"""A kept page is shown to the person it was made for, while nothing on it has changed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from residents.access.middleware import Preferences
from residents.access.page_cache import cached_page
from residents.models import Standing, User

COOKIE = project.CSRF_COOKIE_NAME
NOON = dt.datetime(2026, 11, 28, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def ask(rf):
    """Return a function that requests the page. Keywords change the request."""

    def ask(page, path="/b/114/", *, tag=None, cookies=None, building=(1, 1), **more):
        headers = {"if-none-match": tag} if tag else {}
        request = rf.get(path, headers=headers)
        request.COOKIES = {COOKIE: "T0"} if cookies is None else cookies
        journal, content = building
        request.building = SimpleNamespace(journal_version=journal, content_version=content)
        request.user = User(pk=7, content_version=3)
        request.standing = Standing(households=(1,))
        request.preferences = Preferences("normal", "zh-hans")
        for name, value in more.items():
            setattr(request, name, value)
        return page(request)

    return ask


def counted(response=None, *expires):
    """Return a cached page that says how many times it was made."""
    made = []

    @cached_page(*expires)
    def page(request):
        made.append(request)
        return response() if response else HttpResponse(f"{len(made)}")

    return page


def test_a_page_is_made_once_and_told_unchanged_to_whoever_has_it(ask):
    page = counted()
    first = ask(page)
    assert [ask(page).content, ask(page, tag=first["ETag"]).status_code] == [b"1", 304]


@pytest.mark.parametrize(
    "change",
    [
        {"building": (2, 1)},
        {"building": (1, 2)},
        {"user": User(pk=8, content_version=3)},
        {"user": User(pk=7, content_version=4)},
        {"user": AnonymousUser()},
        {"standing": Standing(households=(1,), answering=(1,))},
        {"standing": Standing()},
        {"preferences": Preferences("large", "zh-hans")},
        {"preferences": Preferences("normal", "en")},
        {"path": "/b/114/?after=x"},
        {"path": "/b/115/"},
        {"cookies": {COOKIE: "T1"}},
    ],
    ids="-".join,
)
def test_it_is_made_anew_for_whatever_it_depends_on(ask, change):
    page = counted()
    tag = ask(page)["ETag"]
    other = ask(page, **change)
    assert (other.content, ask(page).content) == (b"2", b"1")
    fresh = ask(counted(), tag=tag, **change)
    assert fresh.status_code == (304 if "path" in change else 200)


def test_it_is_made_anew_on_the_next_day_and_after_a_release(ask, time_machine, settings):
    page = counted()
    time_machine.move_to(NOON.replace(hour=15, minute=58), tick=False)
    ask(page)
    time_machine.move_to(NOON.replace(hour=15, minute=59), tick=False)
    assert ask(page).content == b"1"
    time_machine.move_to(NOON.replace(hour=16), tick=False)
    assert ask(page).content == b"2"
    settings.RELEASE = "another"
    assert ask(page).content == b"3"


def test_it_is_made_anew_when_the_first_of_its_times_has_come(ask, time_machine):
    soon, later = NOON + dt.timedelta(minutes=5), NOON + dt.timedelta(hours=2)
    times = [later, soon]

    def next_change(_building):
        return next((at for at in sorted(times) if at > timezone.now()), None)

    page = counted(None, lambda _building: None, next_change, lambda _building: later)
    first = ask(page)
    time_machine.move_to(soon - dt.timedelta(seconds=1), tick=False)
    assert ask(page).content == b"1"
    time_machine.move_to(soon, tick=False)
    second = ask(page, tag=first["ETag"])
    assert (second.status_code, second.content) == (200, b"2")
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("x", status=404),
        lambda: HttpResponse("x", content_type="application/pdf"),
        lambda: StreamingHttpResponse([b"x"]),
        lambda: HttpResponse("x", status=302),
    ],
)
def test_only_a_page_that_was_found_is_kept(ask, response):
    made = []
    page = counted(lambda: made.append(1) or response())
    answers = [ask(page), ask(page)]
    assert len(made) == 2
    found = answers[0].status_code == 200
    assert ("ETag" in answers[0].headers) is found


def test_a_page_without_the_cookie_of_its_forms_is_not_kept(ask):
    page = counted()
    assert [ask(page, cookies={}).content, ask(page, cookies={}).content] == [b"1", b"2"]


def test_a_message_is_shown_once_and_never_kept(ask):
    page, waits = counted(), {COOKIE: "T0", project.MESSAGES_COOKIE_NAME: "办好了"}
    ask(page)
    found = ask(page, cookies=waits)
    assert (found.content, "ETag" in found.headers) == (b"2", False)
    assert ask(page).content == b"1"
