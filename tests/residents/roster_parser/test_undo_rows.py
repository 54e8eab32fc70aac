"""An import can be undone while its rows are as it left them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from django.utils.crypto import salted_hmac

from residents.models import Flat, Household, Owner, Ownership
from residents.roster_parser.undo_rows import UndoRow, field_as_text, row_digest


def flat(**more) -> Flat:
    return Flat(**{"pk": 7, "building_id": 1, "room": "301", "floor": 3, **more})


def test_values_go_into_text_and_come_back_as_they_were():
    row = flat(area=Decimal("70.50"), area_source="survey")
    before = {name: field_as_text(row, name) for name in ("area", "area_source", "floor", "room")}
    assert before == {"area": "70.50", "area_source": "survey", "floor": "3", "room": "301"}
    changed = flat(area=None, floor=9, room="302")
    UndoRow("flat", 7, before, "").restore(changed)
    assert (changed.area, changed.area_source, changed.floor, changed.room) == (
        Decimal("70.50"),
        "survey",
        3,
        "301",
    )


def test_nothing_and_a_list_of_names_come_back_too():
    owner = Owner(pk=3, name="王建国", also=["王建囯", "老“王”"])
    kept = {name: field_as_text(owner, name) for name in ("also", "phone")}
    assert field_as_text(flat(), "area") is None
    other = Owner(pk=3, name="王建国", phone="1")
    UndoRow("owner", 3, kept, "").restore(other)
    assert (other.also, other.phone) == (["王建囯", "老“王”"], "")
    UndoRow("owner", 3, None, "").restore(other)  # a row that the import made
    assert other.also == ["王建囯", "老“王”"]


def test_the_end_of_a_row_is_its_own_and_not_that_of_its_place():
    ownership = Ownership(
        pk=1, flat_id=7, owner_id=3, since=dt.date(2020, 1, 1), until=dt.date(2026, 1, 1)
    )
    assert field_as_text(ownership, "until") is None
    ended = Ownership(
        pk=1, flat_id=7, owner_id=3, since=dt.date(2020, 1, 1), own_until=dt.date(2026, 1, 1)
    )
    assert field_as_text(ended, "until") == "2026-01-01"
    assert row_digest(ownership) != row_digest(ended)
    assert row_digest(ownership) == row_digest(
        Ownership(pk=1, flat_id=7, owner_id=3, since=dt.date(2020, 1, 1))
    )


def test_a_digest_changes_with_each_value_and_shows_none():
    plain = Household(pk=1, building_id=1, flat_id=7, aged_18_59=2)
    digests = {row_digest(plain)}
    for more in (
        {"aged_18_59": 3},
        {"phone": "65551234"},
        {"note": "敲门"},
        {"occupancy": "let"},
        {"pk": 2},
    ):
        fields = {"pk": 1, "building_id": 1, "flat_id": 7, "aged_18_59": 2, **more}
        digests.add(row_digest(Household(**fields)))
    assert len(digests) == 6
    assert {len(digest) for digest in digests} == {32}


def test_only_values_other_than_the_default_count_so_that_a_new_column_changes_no_digest():
    data = {"id": "1", "building": "1", "flat": "7", "aged_18_59": "2", "note": "敲门"}
    found = salted_hmac(
        "residents.roster_import", json.dumps(data, sort_keys=True), algorithm="sha256"
    )
    row = Household(pk=1, building_id=1, flat_id=7, aged_18_59=2, note="敲门", contact="")
    assert row_digest(row) == found.hexdigest()[:32]


def test_the_digest_is_keyed(settings):
    before = row_digest(flat())
    settings.SECRET_KEY = "another"
    assert row_digest(flat()) != before
