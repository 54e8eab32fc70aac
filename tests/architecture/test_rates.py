"""Every POST to a building is counted, and what residents write has its own rate."""

from __future__ import annotations

import pytest
from django.urls import reverse

from residents.uploads.rates import RATES
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.requests import body_of
from tests.architecture.site import INSIDE

ANYTHING = {"int": 1, "str": "x", "slug": "x"}
PLAIN = {
    **dict.fromkeys(
        ("canvass:read_texts", "lounge:mark_read", "notices:mark_read"),
        "the page sends it by itself; it keeps one number",
    ),
    "inbox:read_all": "it writes no text, and is needed once",
    "leave": "done once: it ends what one may do here",
}
"""URLs for residents that need only the rate of all forms."""


@pytest.fixture
def pair(building, next_door, leader, neighbour) -> Pair:
    return fill_both(building, next_door, leader=leader, neighbour=neighbour)


def test_every_address_of_a_building_counts_what_is_sent(enter, resident, counting, monkeypatch):
    monkeypatch.setitem(RATES, "form", ((0, 60),))
    client = enter("resident")
    assert len(INSIDE) > 100
    for address in INSIDE:
        url = reverse(address.name, kwargs={**dict.fromkeys(address.parameters, 1), "slug": "114"})
        assert client.post(url, {"title": "x"}).status_code == 429, url


def test_what_residents_send_has_a_rate_or_a_reason(enter, pair, resident):
    """Security review L6. A new page for residents must have a rate or be listed."""
    client = enter("resident")
    open_to_residents = set()
    for address in INSIDE:
        for slug, ids in pair.addresses_of(address):
            if slug == "114" and not pair.is_foreign(address, ids):
                response = client.post(reverse(address.name, kwargs={**ids, "slug": slug}))
                body_of(response)
                if response.status_code not in {403, 404, 405}:
                    open_to_residents.add(address)
    unrated = {a.name for a in open_to_residents if getattr(a.view, "rate", "form") == "form"}
    assert sorted(unrated ^ set(PLAIN)) == []
