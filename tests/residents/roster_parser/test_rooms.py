"""Rooms tell their floor, their parts and, where they name it, their building."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser.rooms import (
    RoomPlace,
    Unreadable,
    component_room_keys,
    door_before,
    floor_numbered,
    floor_of,
    parse_floor,
    parse_room,
    room_key,
)


@pytest.mark.parametrize(
    ("room", "floor"),
    [
        ("101", 1),
        ("99", None),
        ("001", None),
        ("1001", 10),
        ("12003", 120),
        ("-101", 1),
        ("负101", 1),
        ("5楼3", 5),
        ("底楼3", 1),
        ("十二层5", 12),
        ("3F-A", 3),
        ("1单元502", 5),
        ("A座1203", 12),
        ("B203", 2),
        ("301-302", 3),
        ("301甲", 3),
        ("底商1", 1),
        ("地下室", 1),
        ("前楼", 2),
        ("二层阁", 2),
        ("三层阁", 3),
        ("假三层", 3),
        ("阁楼", 6),
        ("晒台", 6),
        ("顶楼亭子间", 6),
        ("3楼亭子间", 3),
        ("二楼前楼", 2),
        ("天井", 1),
    ],
)
def test_a_room_is_on_its_floor(room, floor):
    assert floor_of(room, top=6) == floor


def test_an_attic_is_on_no_floor_while_the_top_is_unknown():
    assert (floor_of("阁楼"), floor_of("顶楼亭子间"), floor_of("3楼阁楼")) == (None, None, 3)


@pytest.mark.parametrize(("room", "floor"), [("前楼", None), ("3楼亭子间", None), ("301", 3)])
def test_only_a_number_tells_its_floor_by_itself(room, floor):
    assert floor_numbered(room) == floor


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("负101", RoomPlace("负101")),
        ("-101", RoomPlace("-101")),
        ("00301", RoomPlace("301")),
        ("301.0", RoomPlace("301")),
        ("102-1", RoomPlace("102-1")),
        ("102(东)", RoomPlace("102(东)")),
        ("301、302", RoomPlace("301-302")),
        ("301/302/303", RoomPlace("301-302-303")),
        ("301-402", RoomPlace("301-402")),
        ("3楼301、302", RoomPlace("301-302", 3)),
        ("十楼05", RoomPlace("1005", 10)),
        ("二十楼01", RoomPlace("2001", 20)),
        ("1单元302", RoomPlace("1单元302")),
        ("A座-302", RoomPlace("A座-302")),
        ("亭子间", RoomPlace("亭子间")),
        ("2楼前楼", RoomPlace("2楼前楼", 2)),
        ("5室", RoomPlace("5")),
        ("01-114-0301", None),
        ("114-1-301", RoomPlace("301")),
    ],
)
def test_a_room_keeps_its_usual_name(typed, place):
    if place is None:
        with pytest.raises(Unreadable):
            parse_room(typed, door="114")
    else:
        assert parse_room(typed, door="114") == place


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("127号601室", "127"),
        ("127-601", "127"),
        ("0127-601", "127"),
        ("127-01-0601", "127"),
        ("6-601", ""),
        ("601", ""),
        ("逸仙路1200弄127号601", "127"),
        ("301-302", ""),
        ("客堂", ""),
    ],
)
def test_a_room_names_its_building_only_if_nothing_else_is_meant(typed, door):
    assert door_before(typed) == door


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0301室", "301"),
        ("３０１", "301"),
        ("301a", "301A"),
        ("301、302", "301-302"),
        ("301室、302室", "301-302"),
        ("301~302", "301-302"),
        ("1单元0302", "1单元302"),
    ],
)
def test_spellings_of_one_room_have_one_key(one, other):
    assert room_key(one) == room_key(other)


@pytest.mark.parametrize(
    "pair", [("101", "1001"), ("负101", "101"), ("-101", "101"), ("301A", "301")]
)
def test_other_rooms_have_other_keys(pair):
    assert room_key(pair[0]) != room_key(pair[1])


@pytest.mark.parametrize(
    ("room", "parts"),
    [
        ("301-302", ["301", "302"]),
        ("301、302室", ["301", "302"]),
        ("301甲", ["301"]),
        ("301-1", ["301"]),
        ("301(东)", ["301"]),
        ("301", []),
        ("亭子间", []),
        ("1单元301", []),
    ],
)
def test_a_joined_or_divided_room_is_made_of_others(room, parts):
    assert component_room_keys(room) == parts


@pytest.mark.parametrize(
    ("typed", "floor"), [("底", 1), ("第十楼", 10), ("１２", 12), ("二十", 20), ("/", None)]
)
def test_a_floor_is_read_in_figures_and_in_words(typed, floor):
    assert parse_floor(typed) == floor


@given(st.from_regex(r"[1-9][0-9]{2,3}", fullmatch=True))
def test_a_number_is_itself_however_it_is_written(number):
    floor = floor_of(number)
    for typed in (
        f"{number}室",
        f"0{number}",
        f"{floor}楼{number}",
        f"114号{number}",
        f" {number} ",
    ):
        assert room_key(parse_room(typed, door="114").room) == number
