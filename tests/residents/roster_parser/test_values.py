from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser import names, phones, rooms, values
from residents.roster_parser.rooms import Place, Unreadable


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("301", Place("301")),
        ("３０１", Place("301")),
        (" 301 室 ", Place("301")),
        ("3楼301室", Place("301", 3)),
        ("三楼301", Place("301", 3)),
        ("十二层1203", Place("1203", 12)),
        ("3F-301", Place("301", 3)),
        ("3-301", Place("301")),
        ("114-301", Place("301")),
        ("114号301室", Place("301", door="114")),
        ("逸仙二村114号3楼301室", Place("301", 3, "114")),
        ("2弄114号楼301", Place("301", door="2弄114")),
        ("301a", Place("301A")),
        ("5F-03", Place("503", 5)),
        ("5F03室", Place("503", 5)),
        ("5楼03", Place("503", 5)),
        ("五楼-03", Place("503", 5)),
        ("5层03A", Place("503A", 5)),
        ("十二楼03", Place("1203", 12)),
        ("3楼-301", Place("301", 3)),
        ("5楼3室", Place("5楼3")),
        ("-", None),
    ],
)
def test_a_room_is_read_as_it_is_typed(typed, place):
    assert rooms.place(typed, door="114") == place


@pytest.mark.parametrize(
    "typed", ["三百零一", "115-301", "2026-03-01", "合计", "1-May", "3", "5层-3"]
)
def test_what_is_no_room_is_told(typed):
    with pytest.raises(Unreadable):
        rooms.place(typed, door="114")


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (values.area, "89.5㎡", Decimal("89.50")),
        (values.area, "８９．５ 平方米", Decimal("89.50")),
        (values.area, "1,089.50", Decimal("1089.50")),
        (values.area, "62.345m2", Decimal("62.35")),
        (values.area, "0", None),
        (values.area, "/", None),
        (values.area_source, "房产证", "register"),
        (values.area_source, "测绘", "survey"),
        (values.area_source, "", None),
        (values.count, "３人", 3),
        (values.count, "3.0", 3),
        (values.count, "无", 0),
        (values.count, "", None),
        (rooms.floor, "三楼", 3),
        (rooms.floor, "12F", 12),
        (rooms.floor, "二十一层", 21),
        (rooms.floor, "", None),
        (values.occupancy, "出 租", "let"),
        (values.occupancy, "空关", "empty"),
        (values.occupancy, "-", None),
        (phones.phone, "138-0013 8000", "13800138000"),
        (phones.phone, "０２１－５５５５１２３４", "02155551234"),
        (phones.phone, "13800138000/021-55551234", "13800138000、02155551234"),
        (phones.phone, "138--0013  8000", "13800138000"),
        (phones.phone, "无", None),
        (names.names, "王　强", "王强"),
        (names.names, "李建国；赵梅/ 李建国", "李建国、赵梅"),
        (names.names, "John  Smith", "John Smith"),
        (names.names, "——", None),
        (values.note, "腿脚不便，请敲门", "腿脚不便，请敲门"),
        (values.note, "无", None),
    ],
)
def test_a_value_is_read_as_it_is_typed(read, typed, value):
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (values.area, "约89"), (values.area, "-5"), (values.area, "1,0,89"), (values.area, "100000"),
        (values.area_source, "听说"), (values.count, "两三个"), (values.count, "-1"),
        (values.count, "2.5"), (values.count, "1000"), (rooms.floor, "顶楼"), (rooms.floor, "0"),
        (phones.phone, "138····0001"), (phones.phone, "138...0001"), (phones.phone, "138____0001"),
        (phones.phone, "138--0001"), (phones.phone, "138    0001"), (phones.phone, "138…0001"),
        (values.occupancy, "不一定"), (phones.phone, "1234"), (phones.phone, "找老王"),
        (phones.phone, "、".join(f"1380013800{n}" for n in range(9))),
        *((names.names, said) for said in ("〃", "″", "''", "以上", "同101", "无人")),
        (names.names, "甲" * 101), (values.note, "长" * 201),
    ],
)  # fmt: skip
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
    for read in (rooms.place, values.area, values.area_source, values.count, rooms.floor,
                 values.occupancy, phones.phone, names.names, values.note):  # fmt: skip
        with suppress(Unreadable):
            read(typed)
