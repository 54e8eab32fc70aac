"""Redirects after a form stay on this site, whatever ``next`` and Referer contain, and a refused form leads
back to where it stood."""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice
from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.urls import reverse

from residents.access.refusal_page import parent_page
from tests.architecture.reading import World
from tests.architecture.requests import body_of, post
from tests.architecture.room_tables import TABLES, addresses_of, takes_forms, urls_of
from tests.architecture.site import OUTSIDE, PLAIN

BAD = (
    "foo",
    "foo.bar",
    "front",
    "http:foo",
    "http://[",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "http://testserver//evil.example/",
    "javascript:alert(1)",
    "\x00",
    "x" * 5000,
    "１",
)
pytestmark = pytest.mark.django_db
HOMES = {"/", "/b/114/"}
WORST = ("foo", "http://[")
SECRET = "secret-enough"
TOO_LATE = "<h1>现在不能这样做</h1>"
OF_OTHERS = "这件事要由"
"""The page of a step that only others may take."""


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def stays_here(response) -> bool:
    led = response.headers.get("Location", "/")
    host = urlsplit(led).netloc
    return response.status_code < 500 and host in {"", "testserver"} and not led.startswith("//")


@pytest.mark.parametrize("persona", ["visitor", "resident"])
def test_next_never_fails_nor_leads_away(enter, building, persona):
    """GET and POST at every URL outside buildings."""
    for bad in WORST:
        client = enter(persona)
        for address in OUTSIDE:
            url = reverse(address.name, kwargs={name: PLAIN[name] for name in address.parameters})
            assert stays_here(client.get(url, {"next": bad})), (url, bad)
            assert stays_here(client.post(url, {"next": bad})), (url, bad)


def signs_in(client, user, bad):
    return client.post(
        reverse("account_login"), {"login": user.username, "password": SECRET, "next": bad}
    )


def signs_out(client, user, bad):
    client.force_login(user)
    return client.post(reverse("account_logout"), {"next": bad})


def shows_the_password_again(client, user, bad):
    client.force_login(user)
    return client.post(reverse("account_reauthenticate"), {"password": SECRET, "next": bad})


def chooses_large_type(client, _user, bad):
    return client.post(reverse("preferences"), {"text_size": "large", "next": bad})


@pytest.mark.parametrize("act", [signs_in, signs_out, shows_the_password_again, chooses_large_type])
def test_what_succeeded_leads_home_where_next_is_bad(client, resident, act):
    for bad in BAD:
        cache.clear()
        response = act(client, resident, bad)
        led = response.headers["Location"]
        assert (response.status_code, led in HOMES) == (302, True), (bad, led)


def test_a_refusal_leads_to_the_page_above_where_the_referer_is_bad(enter, building, staff):
    client, parent = enter("staff"), reverse("me", args=["114"])
    for bad in ("http://testserver", *(b for b in BAD if b.isascii() and b.isprintable())):
        response = client.post(reverse("leave", args=["114"]), headers={"referer": bad})
        assert response.headers["Location"] == parent, bad


@pytest.fixture(scope="module")
def things(cast) -> World:
    world = World()
    for room, table in TABLES.items():
        table.make(cast, world.saying(room, table.TABLE))
    return world


def led_to(response) -> str:
    """Return where a refusal led, or ""."""
    if response.status_code != HTTPStatus.FOUND:
        return ""
    told = {message.level_tag for message in get_messages(response.wsgi_request)}
    return response.headers["Location"] if "error" in told else ""


def leads_up(url) -> str:
    return f'href="{parent_page(url)}"'


def press(client, url, came="") -> str:
    client.cookies.pop("messages", None)  # of the press before
    headers = {"referer": f"http://testserver{came}"} if came else {}
    return led_to(post(client, url, headers=headers))


def opens(client, url) -> bool:
    page = client.get(url)
    body_of(page)
    return page.status_code == HTTPStatus.OK


def ways_back(client, url):
    """Yield pages on which a refused form may have stood, and where the refusal led. "" is no page."""
    if led := press(client, url):
        yield "", led
        neighbours = f"{reverse('people:neighbours', args=['114'])}?of=1"
        for came in (neighbours, f"{url}?voice=1" if opens(client, url) else ""):
            yield came, press(client, url, came)


def walked(things, client, rooms=TABLES, most=None):
    """Yield each address of a room that takes forms, with its URLs in all states, or in ``most``."""
    for room in rooms:
        table = TABLES[room]
        for address in addresses_of(room) if table.TABLE else ():
            if takes_forms(client, address, things):
                for made, url in islice(urls_of(address, things), most):
                    yield address, made, url


LATE = {f"canvass:{name}" for name in ("announce", "open", "reminders", "publish", "acknowledge")}


def may_read_question(client, url) -> bool:
    above = "/".join(url.split("/")[:5])
    return client.get(f"{above}/").status_code != HTTPStatus.FORBIDDEN


def test_a_press_that_comes_too_late_leads_back_to_a_page_that_opens(cast, things):
    """Post to all addresses of questions that take forms, in all states. A refused press leads to a page
    that opens, never to the front page or to one whose only link leads there."""
    wrong, late = [], set()
    for client in (cast.enter("leader"), cast.enter("resident")):
        for address, made, url in walked(things, client, ["canvass"]):
            response = post(client, url)
            led = led_to(response)
            if led:
                late.add(address.name)
            body = body_of(response).decode()
            bare = TOO_LATE in body and (OF_OTHERS not in body or leads_up(url) not in body)
            if bare or (led and led in HOMES):
                wrong.append(f"{url} ({made}): {response.status_code} {led}")
            elif led and not opens(client, led) and may_read_question(client, url):
                wrong.append(f"{url} ({made}): {led} does not open")
            client.cookies.pop("messages", None)
    assert wrong == []
    assert late >= LATE


def test_a_link_that_comes_too_late_leads_to_the_page_above(cast, things):
    client, found = cast.enter("leader"), set()
    for address in addresses_of("canvass"):
        for _made, url in urls_of(address, things):
            page = client.get(url)
            if page.status_code == HTTPStatus.FORBIDDEN and TOO_LATE in page.text:
                found.add(address.name)
                assert leads_up(url) in page.text, url
            body_of(page)
    assert {"canvass:count", "canvass:close", "canvass:edit", "canvass:extend"} <= found


def test_a_refused_form_leads_back_to_where_it_stood(cast, things):
    """An address is left after its first refusal. Without a page that the browser names, the way back is the
    nearest page above, and never the front page of the building. A resident is refused in any state what
    only leaders do, so one state is enough."""
    wrong, refused = [], set()
    for client, most in ((cast.enter("leader"), None), (cast.enter("resident"), 1)):
        for address, made, url in walked(things, client, most=most):
            for came, led in ways_back(client, url) if address.name not in refused else ():
                refused.add(address.name)
                if led != came if came else led in HOMES:
                    wrong.append(f"{url} ({made}) from {came}: {led}")
    assert wrong == []
    assert len(refused) > 10
