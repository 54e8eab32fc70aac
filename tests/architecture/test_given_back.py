"""A form that is refused because it is too late, or the object has changed, gives back the typed
text.

This covers every URL with text input, in every state of every lifecycle.
"""

from __future__ import annotations

from html import unescape
from http import HTTPStatus
from http.cookies import SimpleCookie

import pytest
from django import forms
from django.contrib.messages import get_messages

from residents.access.refusal_page import is_secret, text_field_labels
from tests.architecture.form_classes import as_shown
from tests.architecture.reading import World
from tests.architecture.requests import body_of, post
from tests.architecture.room_tables import TABLES, addresses_of, takes_forms, urls_of

pytestmark = pytest.mark.django_db

TYPED = "写了半天的话"
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
NO_WORDS = {"canvass:dossier", "meetings:keep_sheet"}
"""The first takes a button alone, the second only photos on a page with another form."""
TRIED = ("resident", "leader", "volunteer", "staff")
"""The first of them who sees the form of a URL submits it in every state."""


@pytest.fixture(scope="module")
def things(cast) -> World:
    world = World()
    for room, table in TABLES.items():
        table.make(cast, world.saying(room, table.TABLE))
    return world


def words_in(form) -> dict[str, str]:
    return {
        form.add_prefix(name): f"{TYPED}{number}"
        for number, (name, field) in enumerate(form.fields.items())
        if isinstance(field, forms.CharField)
        and not field.widget.is_hidden
        and not is_secret(name, field)
        and field.widget.attrs.get("inputmode") not in {"numeric", "tel"}
    }


class Entered:
    """Clients that are signed in once for the walk of a room, because signing in takes as long as a page.

    Each address begins with the cookies of the sign-in alone, without messages of the last one.
    """

    def __init__(self, cast):
        self._clients = {persona: cast.enter(persona) for persona in TRIED}
        self._cookies = {
            persona: {name: one.value for name, one in client.cookies.items()}
            for persona, client in self._clients.items()
        }

    def __getitem__(self, persona):
        client = self._clients[persona]
        client.cookies = SimpleCookie(self._cookies[persona])
        return client


def form_of(client, address, things) -> dict[str, object] | None:
    """Return the data of the form at this URL with typed text, as this persona sees it in some
    state."""
    for _made, url in urls_of(address, things):
        page = client.get(url)
        body_of(page)
        if page.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return None
        form = (
            page.context.get("form") if page.status_code == HTTPStatus.OK and page.context else None
        )
        if form is not None and (words := words_in(form)):
            return {**as_shown(form), **words}
    return None


def sending(entered, address, things):
    """Return persona and data: of the form at the URL, or text for all known field names."""
    for persona in TRIED:
        if data := form_of(entered[persona], address, things):
            return persona, data, True
    return "leader", {name: f"{TYPED}{n}" for n, name in enumerate(text_field_labels())}, False


def lost(response, data, *, whole) -> set[str]:
    """Return typed words that are lost. ``whole`` means that all of them belong to the form."""
    words = {value for value in data.values() if str(value).startswith(TYPED)}
    if response.status_code == HTTPStatus.FOUND:
        found = get_messages(response.wsgi_request)
        return words if any(message.level_tag == "error" for message in found) else set()
    if response.status_code == HTTPStatus.OK and not whole:
        return set()
    page = unescape(body_of(response).decode())
    return {word for word in words if word not in page}


@pytest.mark.parametrize("room", [room for room, table in TABLES.items() if table.TABLE])
def test_no_refusal_loses_what_was_typed(cast, things, room):
    refused, wrong, entered = 0, [], Entered(cast)
    for address in addresses_of(room):
        if address.name in NO_WORDS or not takes_forms(entered["leader"], address, things):
            continue
        persona, data, whole = sending(entered, address, things)
        client = entered[persona]
        for made, url in urls_of(address, things):
            response = post(client, url, data)
            refused += response.status_code in REFUSED
            if gone := lost(response, data, whole=whole):
                wrong.append(f"{persona} {url} ({made}): {response.status_code} loses {gone}")
    assert wrong == []
    assert refused > 0
