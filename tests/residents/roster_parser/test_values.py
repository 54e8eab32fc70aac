from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser import names, phones, rooms, values
from residents.roster_parser.rooms import RoomPlace, Unreadable


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("301", RoomPlace("301")),
        ("３０１", RoomPlace("301")),
        (" 301 室 ", RoomPlace("301")),
        ("3楼301室", RoomPlace("301", 3)),
        ("三楼301", RoomPlace("301", 3)),
        ("十二层1203", RoomPlace("1203", 12)),
        ("3F-301", RoomPlace("301", 3)),
        ("3-301", RoomPlace("301")),
        ("114-301", RoomPlace("301")),
        ("114号301室", RoomPlace("301", door="114")),
        ("逸仙二村114号3楼301室", RoomPlace("301", 3, "114")),
        ("2弄114号楼301", RoomPlace("301", door="2弄114")),
        ("301a", RoomPlace("301A")),
        ("5F-03", RoomPlace("503", 5)),
        ("5F03室", RoomPlace("503", 5)),
        ("5楼03", RoomPlace("503", 5)),
        ("五楼-03", RoomPlace("503", 5)),
        ("5层03A", RoomPlace("503A", 5)),
        ("十二楼03", RoomPlace("1203", 12)),
        ("3楼-301", RoomPlace("301", 3)),
        ("5楼3室", RoomPlace("5楼3")),
        ("-", None),
    ],
)
def test_a_room_is_read_as_it_is_typed(typed, place):
    assert rooms.parse_room(typed, door="114") == place


@pytest.mark.parametrize(
    "typed", ["三百零一", "115-301", "2026-03-01", "合计", "1-May", "3", "5层-3"]
)
def test_what_is_no_room_is_told(typed):
    with pytest.raises(Unreadable):
        rooms.parse_room(typed, door="114")


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (values.parse_area, "89.5㎡", Decimal("89.50")),
        (values.parse_area, "８９．５ 平方米", Decimal("89.50")),
        (values.parse_area, "1,089.50", Decimal("1089.50")),
        (values.parse_area, "62.345m2", Decimal("62.35")),
        (values.parse_area, "0", None),
        (values.parse_area, "/", None),
        (values.parse_area_source, "房产证", "register"),
        (values.parse_area_source, "测绘", "survey"),
        (values.parse_area_source, "", None),
        (values.parse_count, "３人", 3),
        (values.parse_count, "3.0", 3),
        (values.parse_count, "无", 0),
        (values.parse_count, "", None),
        (rooms.parse_floor, "三楼", 3),
        (rooms.parse_floor, "12F", 12),
        (rooms.parse_floor, "二十一层", 21),
        (rooms.parse_floor, "", None),
        (values.parse_occupancy, "出 租", "let"),
        (values.parse_occupancy, "空关", "empty"),
        (values.parse_occupancy, "-", None),
        (phones.parse_phone, "138-0013 8000", "13800138000"),
        (phones.parse_phone, "０２１－５５５５１２３４", "02155551234"),
        (phones.parse_phone, "13800138000/021-55551234", "13800138000、02155551234"),
        (phones.parse_phone, "138--0013  8000", "13800138000"),
        (phones.parse_phone, "无", None),
        (names.party_names, "王　强", "王强"),
        (names.party_names, "李建国；赵梅/ 李建国", "李建国、赵梅"),
        (names.party_names, "John  Smith", "John Smith"),
        (names.party_names, "——", None),
        (values.parse_note, "腿脚不便，请敲门", "腿脚不便，请敲门"),
        (values.parse_note, "无", None),
    ],
)
def test_a_value_is_read_as_it_is_typed(read, typed, value):
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (values.parse_area, "约89"),
        (values.parse_area, "-5"),
        (values.parse_area, "1,0,89"),
        (values.parse_area, "100000"),
        (values.parse_area_source, "听说"),
        (values.parse_count, "两三个"),
        (values.parse_count, "-1"),
        (values.parse_count, "2.5"),
        (values.parse_count, "1000"),
        (rooms.parse_floor, "顶楼"),
        (rooms.parse_floor, "0"),
        (phones.parse_phone, "138····0001"),
        (phones.parse_phone, "138...0001"),
        (phones.parse_phone, "138____0001"),
        (phones.parse_phone, "138--0001"),
        (phones.parse_phone, "138    0001"),
        (phones.parse_phone, "138…0001"),
        (values.parse_occupancy, "不一定"),
        (phones.parse_phone, "1234"),
        (phones.parse_phone, "找老王"),
        (phones.parse_phone, "、".join(f"1380013800{n}" for n in range(9))),
        *((names.party_names, text) for text in ("〃", "″", "''", "以上", "同101", "无人")),
        (names.party_names, "甲" * 101),
        (values.parse_note, "长" * 201),
    ],
)
def test_what_cannot_be_understood_is_told_in_a_sentence(read, typed):
    with pytest.raises(Unreadable, match=r"。$"):
        read(typed)


@pytest.mark.parametrize(
    ("room", "floor"), [("301", 3), ("1203", 12), ("301A", 3), ("A1", None), ("001", None)]
)
def test_a_room_tells_its_floor(room, floor):
    assert rooms.floor_of(room) == floor


def test_a_party_is_the_same_in_whatever_order_it_was_typed():
    assert names.party_key("李梅，王建国") == names.party_key("王建国、李梅")
    assert names.party_key("王建国") != names.party_key("王建国、李梅")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed):
    for read in (
        rooms.parse_room,
        values.parse_area,
        values.parse_area_source,
        values.parse_count,
        rooms.parse_floor,
        values.parse_occupancy,
        phones.parse_phone,
        names.party_names,
        values.parse_note,
    ):
        with suppress(Unreadable):
            read(typed)
