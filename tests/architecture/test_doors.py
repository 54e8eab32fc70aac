"""Every page of a building checks access, and shows nothing of the building next door."""

from __future__ import annotations

import ast

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.building_pair import ASKED, MARKER, Pair, fill_both
from tests.architecture.policies import unsaid
from tests.architecture.reading import MEMBERS
from tests.architecture.requests import (
    JUNK,
    PUBLIC_PAGES,
    WAYS,
    answers,
    body_of,
    refused_at_the_door,
)
from tests.architecture.site import EVERYWHERE, INSIDE, PERSONAS, modules
from tests.factories.owners import answer_for_owner, make_absent_owner

pytestmark = pytest.mark.django_db


def test_every_building_page_is_behind_the_door():
    assert INSIDE
    assert [a.route for a in INSIDE if not getattr(a.view, "in_building", False)] == []


def test_pages_without_sign_in_are_listed_with_a_reason():
    outside = {a.name for a in EVERYWHERE if a not in INSIDE}
    open_ones = {a.name for a in EVERYWHERE if not getattr(a.view, "login_required", True)}
    assert open_ones & outside == set(PUBLIC_PAGES)
    inside = [a for a in INSIDE if not getattr(a.view, "login_required", True)]
    assert [a.name for a in inside if not a.view.open_to_visitors] == []


@pytest.mark.parametrize("path", modules("views"), ids=str)
def test_views_never_reach_for_objects_themselves(path):
    tree = ast.walk(ast.parse(path.read_text()))
    assert [n.lineno for n in tree if getattr(n, "attr", "") == "objects"] == []


@pytest.fixture(scope="module")
def pair(cast) -> Pair:
    return fill_both(
        cast.building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"]
    )


ALIKE = {"deputed", "volunteer"}
"""Personas whose own pages ``test_reading`` opens. Here they try only what is not theirs."""


def addresses_for(persona):
    """Return what a persona tries. The treasurer's office gives rights in two rooms and none elsewhere."""
    rooms = ("ledger:", "matters:") if persona == "treasurer" else ""
    return [address for address in INSIDE if address.name.startswith(rooms)]


@pytest.mark.parametrize(
    "persona", [p for p in PERSONAS if p not in {"neighbour", "staff", "core"}]
)
def test_no_page_shows_or_changes_the_building_next_door(cast, pair, persona):
    """Tries own ids, foreign ids under our slug, and own ids under the slug next door. Nothing may
    fail.

    Forms have contents only where an object is found. Under the slug next door, access is denied
    before ids are read, so GET is enough there, and one id for personas who get into ours: those
    who get into neither try all.
    """
    client = cast.enter(persona)
    before = pair.their_state()
    for address in addresses_for(persona):
        refused = set()
        for slug, ids in pair.addresses_of(address):
            if slug in refused:
                continue
            url = reverse(address.name, kwargs={**ids, "slug": slug}) + ASKED.get(address.name, "")
            next_door, theirs = slug == pair.theirs.slug, pair.is_foreign(address, ids)
            if persona in ALIKE and not (next_door or theirs):
                continue
            ways = WAYS if not (next_door or theirs) else WAYS[: 1 + (theirs or not ids)]
            for response in answers(client, address.name, url, ways):
                assert MARKER.encode() not in body_of(response), url
                if persona in MEMBERS and refused_at_the_door(address.name, response):
                    refused.add(slug)
                assert unsaid(response) == set(), url
                assert response.status_code < 500, url
                if (next_door or theirs) and persona != "visitor":
                    assert response.status_code in {404, 405}, (url, response.status_code)
    assert pair.their_state() == before


@pytest.mark.parametrize("name", ASKED)
def test_the_searches_of_the_walk_would_find_the_marker(cast, pair, name):
    url = reverse(name, kwargs={"slug": pair.theirs.slug}) + ASKED[name]
    found = cast.enter("neighbour").get(url).context["findings"].rows
    assert found
    assert all(MARKER in row.title.replace("<mark>", "").replace("</mark>", "") for row in found)


@pytest.mark.parametrize("persona", ["staff", "neighbour"])
def test_every_address_answers_who_may_see_both_without_failing(cast, pair, persona):
    client = cast.enter(persona)
    for address in INSIDE:
        for slug, ids in pair.addresses_of(address):
            if ids and (slug == pair.theirs.slug) != pair.is_foreign(address, ids):
                continue  # not found, which the test above covers
            url = reverse(address.name, kwargs={**ids, "slug": slug})
            for response in answers(client, address.name, url, (WAYS[0], WAYS[2])):
                body_of(response)
                assert response.status_code < 500, url


def test_an_owner_who_lives_elsewhere_gets_into_the_pages_of_owners_alone(cast, pair):
    """All other pages answer as to a stranger, and those of owners show nothing of others."""
    client = Client()
    client.force_login(answer_for_owner(make_absent_owner(cast.building)))
    before = pair.their_state()
    for address in INSIDE:
        for slug, ids in pair.addresses_of(address):
            url = reverse(address.name, kwargs={**ids, "slug": slug})
            theirs = slug == pair.theirs.slug or pair.is_foreign(address, ids)
            for response in answers(client, address.name, url, WAYS):
                assert MARKER.encode() not in body_of(response), url
                if theirs or not address.view.open_to_owners:
                    assert response.status_code in {404, 405}, (url, response.status_code)
    assert pair.their_state() == before


def test_few_pages_are_open_to_owners_who_live_elsewhere():
    assert {a.name.partition(":")[2] for a in INSIDE if a.view.open_to_owners} == {
        "owner_questions",
        "owner_question",
        "owner_answer",
        "owner_acknowledge",
        "owner_file",
        "leave_as_owner",
        "mine",
        "own_shares",
    }


def test_no_address_takes_what_somebody_else_entered_on_this_device(cast, pair):
    """A phone sends offline entries later, after another person has signed in."""
    client = cast.enter("core")
    for address in INSIDE:
        for slug, ids in pair.addresses_of(address):
            if slug == pair.ours.slug:
                url = reverse(address.name, kwargs={**ids, "slug": slug})
                answer = client.post(url, JUNK, headers={"X-Kept-By": "0"})
                assert answer.status_code == 409, url
