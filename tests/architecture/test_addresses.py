"""Any text in a URL, cursor or filter is answered without an error."""

from __future__ import annotations

import base64
import json
import re
from itertools import product
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.urls import reverse

from louzu.lib.paging import Keyset
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.requests import body_of
from tests.architecture.site import EVERYWHERE, ROOT

TYPED = ("\x00", "\ud800", "9" * 400, "-1", "²")
"""Filters: invalid text, numbers that are too large or negative, a digit that is not decimal."""
BROKEN = (
    "\x00",
    "\ud800",
    "9" * 400,
    "-" + "9" * 20,
    "x" * 5000,
    "",
    None,
    [],
    {},
    1e400,
    "0001-01-01T00:00:00+14:00",
    "2026-02-30",
    "2026-01-01T00:00",
    "NaN",
    "True",
)
"""Values of a column in a cursor."""


def cursor(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def broken_cursors(columns):
    yield from ("x", "\x00", "é" * 99, "W" * 9999, cursor(), "bnVsbA==", "MQ==", "e30=")
    yield base64.urlsafe_b64encode(b"[" * 9000).decode()
    for value in BROKEN:
        yield cursor(*[value] * columns)
        yield cursor(*[1] * (columns - 1), value)


@pytest.fixture
def pair(building, next_door, leader, neighbour) -> Pair:
    return fill_both(building, next_door, leader=leader, neighbour=neighbour)


def addresses_to_read(pair):
    for address in EVERYWHERE:
        if "slug" not in address.parameters:
            if not address.parameters:
                yield reverse(address.name)
            continue
        for slug, ids in pair.addresses_of(address):
            if slug == "114" and not pair.is_foreign(address, ids):
                yield reverse(address.name, kwargs={**ids, "slug": slug})
                break


class Watch:
    """Records the query parameters that a request reads, and the lists that it paginates."""

    def __init__(self, patch):
        self.asked, self.lists = set(), {}
        self.page, get = Keyset.page, QueryDict.get

        def watched_get(query, key, *default):
            self.asked.add(key)
            return get(query, key, *default)

        def watched_page(keyset, rows, after):
            self.lists.setdefault((keyset.fields, rows.model), (keyset, rows))
            return self.page(keyset, rows, after)

        patch.setattr(QueryDict, "get", watched_get)
        patch.setattr(Keyset, "page", watched_page)

    def asked_by(self, client, url):
        self.asked.clear()
        body_of(client.get(url))
        return sorted(self.asked - {"once", "do", "csrfmiddlewaretoken", "next"})


def named_in_sources():
    files = [f for top in ("governance", "residents") for f in (ROOT / top).rglob("*.py")]
    made = re.findall(r"Keyset\((\(.*?\))", "".join(f.read_text() for f in files))
    return {tuple(re.findall(r'"(\w+)"', fields)) for fields in made}


def test_no_filter_and_no_cursor_makes_an_address_fail(enter, pair, monkeypatch):
    """Security review L3. The parameters are found by watching the pages."""
    watch, tried = Watch(monkeypatch), 0
    for persona, urls in (("leader", addresses_to_read(pair)), ("visitor", ["/"])):
        client = enter(persona)
        for url in urls:
            for key, typed in product(watch.asked_by(client, url), TYPED):
                response = client.get(f"{url}?{key}={quote(typed, errors='surrogatepass')}")
                body_of(response)
                assert response.status_code < 500, (url, key, typed)
                tried += 1
    assert tried > 100
    assert {fields for fields, _model in watch.lists} == named_in_sources()
    for keyset, rows in watch.lists.values():
        for after in broken_cursors(len(keyset.fields)):
            assert len(watch.page(keyset, rows, after).rows) <= keyset.size
