"""Buildings 114 and 115 with one of everything, the latter with markers in its texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.apps import apps
from django.core.serializers import serialize
from django.db import connection

from governance.search.actions import reindex
from residents.models import Consent, Membership, User
from tests.architecture.site import Address
from tests.factories import MARKED_OBJECTS, AttachmentFactory, NoticeFactory
from tests.factories.notices import make_circular_with_marker, make_notice_with_canvass_and_marker
from tests.past_triggers import past_triggers

MARKER = "THEIRS"
ASKED = {"search:page": "?q=heir"}
"""A query for pages that answer one. It would find the marker, but does not contain it."""
PEOPLE = {
    "slip": "building",
    "membership": "household__building",
    "joining": "membership__household__building",
    "office": "building",
}
"""Model → lookup from people's records to the building."""


@dataclass
class Pair:
    """Objects under our slug and under theirs, by the namespace of their URL."""

    ours: Any
    theirs: Any
    own: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    foreign: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def addresses_of(self, address: Address):
        """Yield (slug, ids) that a curious person could try for a URL."""
        room = address.name.split(":")[0]
        wanted = [p for p in address.parameters if p != "slug"]
        if not wanted:
            yield from ((b.slug, {}) for b in (self.ours, self.theirs))
            return
        rows = self.own.get(room, []) + self.foreign.get(room, [])
        found = [{name: row[name] for name in wanted} for row in rows if set(wanted) <= set(row)]
        once = [ids for number, ids in enumerate(found) if ids not in found[:number]]
        yield from product((self.ours.slug, self.theirs.slug), once)

    def is_foreign(self, address: Address, ids: dict[str, Any]) -> bool:
        rows = self.foreign.get(address.name.split(":")[0], [])
        return bool(ids) and any(ids.items() <= row.items() for row in rows)

    def their_state(self) -> str:
        rows = [m._default_manager.filter(building=self.theirs).order_by("pk") for m in _roots()]
        for name, place in PEOPLE.items():
            model = apps.get_model("residents", name)
            rows.append(model._default_manager.filter(**{place: self.theirs}).order_by("pk"))
        homes = Membership.objects.filter(household__building=self.theirs)
        people = User.objects.filter(memberships__in=homes).order_by("pk")
        consents = Consent.objects.filter(user__in=people).order_by("pk")
        return serialize("json", [row for found in (*rows, people, consents) for row in found])


def _roots():
    from residents.people.scope import BuildingOwned  # noqa: PLC0415 -- models must be loaded

    return [m for m in apps.get_models() if issubclass(m, BuildingOwned)]


def fill_both(building, next_door, *, leader, neighbour) -> Pair:
    building.public_page = next_door.public_page = False
    next_door.nickname = MARKER
    for place in (building, next_door):
        place.save()
    neighbour.shown_name = MARKER
    neighbour.save()
    pair = Pair(building, next_door)
    for place, who, word, book in (
        (building, leader, "OURS", pair.own),
        (next_door, neighbour, MARKER, pair.foreign),
    ):
        _jump_numbers()
        sent = make_circular_with_marker(place.neighbourhood, who, word)
        notice = NoticeFactory(
            building=place, author=who, title=word, html=word, body=word, circular=sent.circular
        )
        file = AttachmentFactory(notice=notice, name=f"{word}.jpg")
        asking, posting = make_notice_with_canvass_and_marker(place, who, word)
        book["notices"] = [
            {"pk": notice.pk, "number": file.pk, "file": sent.pk, "size": "small"},
            {"pk": asking.pk},
            {"pk": posting.pk},
        ]
        for room, make in MARKED_OBJECTS.items():
            made = make(place, who, word)
            book[room] = made if isinstance(made, list) else [made]
        reindex(place)
    _jump_numbers()
    return pair


def _jump_numbers() -> None:
    """Advance the sequence of every primary key beyond the highest value in use. Objects created
    before and after then share no primary key, even if their models differ."""
    with past_triggers(), connection.cursor() as cursor:  # with the rights of the owner
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,"
            " max(coalesce(last_value, 0)) OVER () + 1000) FROM pg_sequences"
            " WHERE schemaname = current_schema()"
        )
