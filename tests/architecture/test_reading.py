"""Readable text depends on the state: tested for every state, URL and persona.

Of personas between the leader and the resident, not every pair of state and URL is tried (``SAMPLED``).
"""

from __future__ import annotations

import re
from http import HTTPStatus
from io import BytesIO
from itertools import product

import pytest
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from openpyxl import Workbook

from governance.inbox.links import arrival_path
from governance.meetings.actions.feeds import open_feed
from governance.search.actions import reindex
from residents.models import Building
from residents.rooms.manifest import shareable
from tests.architecture.building_pair import ASKED
from tests.architecture.reading import MEMBERS, STRANGERS, Made, World, older, words_in
from tests.architecture.requests import refused_at_the_door
from tests.architecture.room_tables import TABLES, addresses_of, lifecycles_of
from tests.architecture.site import EVERYWHERE, INSIDE, ROOT, Address

pytestmark = pytest.mark.django_db

SEARCH = "?q=MARKED"
WALKS = [(p, False) for p in sorted(MEMBERS)] + [
    (p, public) for p in sorted(STRANGERS) for public in (False, True)
]
SAMPLED = {"core", "deputed", "treasurer", "volunteer", "staff"}
"""Members who open each URL for one object of each lifecycle and set of readers. The leader and the
resident, who see most and least, open it for all objects, so that every state is read by both."""
NOWHERE = 999_999
KEPT = re.compile(r"immutable|max-age=[1-9]")


def test_every_room_with_a_lifecycle_has_a_table():
    with_a_life = {file.parent.name for file in ROOT.glob("governance/*/lifecycle.py")}
    assert with_a_life == set(TABLES)


@pytest.mark.parametrize("room", TABLES)
def test_every_state_is_in_its_rooms_table(room):
    table = TABLES[room]
    states = {name: set(map(str, life.states.values)) for name, life in lifecycles_of(room).items()}
    found = {name: {row.state for row in rows} for name, rows in table.TABLE.items()}
    assert found == {n: s for n, s in states.items() if n not in getattr(table, "AT_THE_DESK", {})}


@pytest.mark.parametrize("room", TABLES)
def test_every_address_is_in_its_rooms_table(room):
    assert {f"{room}:{name}" for name in TABLES[room].ADDRESSES} == {
        address.name for address in addresses_of(room)
    }


@pytest.fixture(scope="module")
def world(cast) -> World:
    world = World()
    for room, table in TABLES.items():
        table.make(cast, world.saying(room, table.TABLE))
    reindex(cast.building)
    return world


def test_every_row_is_made(world):
    made = {(one.lifecycle, one.row) for one in world.made}
    rows = {
        (n, row) for table in TABLES.values() for n, rows in table.TABLE.items() for row in rows
    }
    assert made == rows


def outcome(url, response) -> tuple[int, str]:
    """Return how a response looks to a stranger, independent of the URL."""
    return response.status_code, response.headers.get("Location", "").replace(url, "…")


def ids_for(address: Address, made: Made) -> list[dict]:
    """Return the parameters with which this URL shows the object or a part of it."""
    wanted = set(address.parameters) - {"slug"}
    found: list[dict] = []
    for row in made.ids:
        ids = {name: row[name] for name in wanted if name in row}
        if set(ids) == wanted and ids not in found:
            found.append(ids)
    return found


class Walk:
    def __init__(self, cast, world, persona, *, public):
        Building.objects.filter(pk=cast.building.pk).update(public_page=public)
        self.client, self.world = cast.enter(persona), world
        self.persona, self.public = persona, public
        self.read: set[tuple[str, str]] = set()
        self.wrong: list[str] = []
        self.not_allowed: set[str] = set()
        self.looked: dict[str, tuple[tuple[int, str], set[str]]] = {}
        self.nowhere: dict[str, tuple[int, str]] = {}
        self.at_the_door: dict[tuple[str, str], tuple[tuple[int, str], set[str]]] = {}

    def ask(self, address, url, method="get"):
        """Return the response with its markers, and record forbidden ones."""
        response = getattr(self.client, method)(url)
        shown = words_in(response)
        for word in shown:
            self.read.add((address.name, word))
            if not self.world.may_read(self.persona, word, public=self.public):
                self.wrong.append(f"{url} shows the {self.world.where[word]}")
        if KEPT.search(response.headers.get("Cache-Control", "")):
            self.wrong.append(f"{url} may be kept past the right to see it")
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.wrong.append(f"{url} fails")
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.not_allowed.add(address.name)
        return response, shown

    def answer(self, address, slug, url, method="get"):
        """Return how a page looks, and its markers, without a request if the door refuses all."""
        door = address.name, slug
        if door not in self.at_the_door and url not in self.looked:  # two may have one page
            response, shown = self.ask(address, url, method)
            self.looked[url] = outcome(url, response), shown
            if refused_at_the_door(address.name, response):
                self.at_the_door[door] = self.looked[url]
        return self.at_the_door.get(door) or self.looked[url]

    def look(self, address: Address, made: Made, ids: dict) -> None:
        shows = TABLES[made.room].ADDRESSES[address.name.partition(":")[2]]
        url = reverse(address.name, kwargs={"slug": made.slug, **ids})
        answer, shown = self.answer(address, made.slug, url)
        reads = self.world.may_read(self.persona, made.words.text, public=self.public)
        knows = reads or self.world.may_read(self.persona, made.words.title, public=self.public)
        kept = (answer[0], made.words.text in shown) != (HTTPStatus.OK, True)
        if reads and kept and made.lifecycle in shows.always:
            self.wrong.append(f"{url} keeps the text of {made} ({answer[0]})")
        if self.persona in STRANGERS and not knows:
            nowhere = {k: NOWHERE if isinstance(v, int) else v for k, v in ids.items()}
            missing = reverse(address.name, kwargs={"slug": made.slug, **nowhere})
            if missing not in self.nowhere:
                self.nowhere[missing] = outcome(missing, self.client.get(missing))
            if answer != self.nowhere[missing]:
                self.wrong.append(f"{url} tells that {made} exists")

    def things(self):
        asked: set[tuple[object, ...]] = set()
        for made in self.world.made:
            alike = made.lifecycle, made.row.text, made.row.titled
            for address in addresses_of(made.room):
                for number, ids in enumerate(ids_for(address, made)):
                    known = (address.name, *alike, number) in asked
                    asked.add((address.name, *alike, number))
                    if address.name not in self.not_allowed and not (
                        known and self.persona in SAMPLED
                    ):
                        yield address, made, ids

    def forwarded(self) -> None:
        """Ask for the text to forward of everything, and for the page to which it leads."""
        named = {address.name: address for address in EVERYWHERE}
        for made, label in product(self.world.made, shareable()):
            if label.partition(".")[0] == made.room:
                building = Building.objects.get(slug=made.slug)
                for pk in {row["pk"] for row in made.ids if "pk" in row}:
                    share = reverse("inbox:share", args=[made.slug, label, pk])
                    self.answer(named["inbox:share"], made.slug, share)
                    self.ask(named["arrive"], arrival_path(building, label, pk))

    def lists(self) -> None:
        for address, slug in product(INSIDE, sorted({made.slug for made in self.world.made})):
            if set(address.parameters) != {"slug"} or not (
                slug == "114" or address.name.startswith("charters:")
            ):
                continue
            path = reverse(address.name, kwargs={"slug": slug})
            ways, been = [path + (SEARCH if address.name in ASKED else "")], set()
            while ways:
                way = ways.pop()
                been.add(way)
                response, _shown = self.ask(address, way)
                ways += [next_one for next_one in older(path, response) if next_one not in been]


@pytest.mark.parametrize(("persona", "public"), WALKS)
def test_nothing_is_read_but_by_those_who_may(cast, world, persona, public):
    walk = Walk(cast, world, persona, public=public)
    for address, made, ids in walk.things():
        walk.look(address, made, ids)
    walk.forwarded()
    walk.lists()
    if persona in MEMBERS:
        feed = next(a for a in EVERYWHERE if a.name == "calendar:feed")
        walk.ask(feed, reverse(feed.name, args=[open_feed(cast[persona])]))
    assert not walk.wrong, "\n".join(walk.wrong)
    if persona == "leader":
        some = {
            f"{room}:{name}"
            for room, table in TABLES.items()
            for name, shows in table.ADDRESSES.items()
            if shows.sometimes
        }
        assert some <= {name for name, _word in walk.read}


@pytest.mark.parametrize(("persona", "public"), [("resident", False), ("visitor", True)])
def test_no_answer_to_a_form_shows_more(cast, world, persona, public):
    walk = Walk(cast, world, persona, public=public)
    for address, made, ids in walk.things():
        with transaction.atomic():
            url = reverse(address.name, kwargs={"slug": made.slug, **ids})
            walk.answer(address, made.slug, url, "post")
            transaction.set_rollback(True)
    assert not walk.wrong, "\n".join(walk.wrong)


def workbook() -> HttpResponse:
    book, out = Workbook(), BytesIO()
    book.active.append(["MARKED001"])
    book.save(out)
    return HttpResponse(out.getvalue())


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (workbook(), {"MARKED001"}),
        (HttpResponse("SUMMARY:MARK\r\n ED001"), {"MARKED001"}),
        (HttpResponse("<mark>MARKED</mark>001"), {"MARKED001"}),
        (HttpResponse("MARKED<del>001</del><ins>002</ins>"), {"MARKED001", "MARKED002"}),
        (FileResponse(BytesIO(b"MARKED001")), {"MARKED001"}),
        (HttpResponse("MARKED"), set()),
    ],
)
def test_a_word_is_found_however_it_is_shown(response, words):
    assert words_in(response) == words
