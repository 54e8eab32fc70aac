from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from stdnum.cn import ric

from residents.roster_parser.identity import birthday_in, without_identity
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record import RosterRecord
from residents.roster_parser.sheet import read_roster

FIRST = "00000019500315001"
NUMBER = FIRST + ric.calc_check_digit(f"{FIRST}0")


def test_a_number_whose_birthday_is_mistyped_is_one_by_its_check_digit():
    assert without_identity("备注110105194913320026") == "备注110105194913320026"
    assert without_identity("备注110105194913320027") == "备注"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (NUMBER, ""),
        (f"身份证{NUMBER}，有复印件", "身份证，有复印件"),
        ("11010519491231002x", ""),
        ("000000 19500315 0019", ""),  # mistyped at its end, and a birthday still
        ("000000195003150000", ""),  # rounded by Excel
        ("000000500315001", ""),  # of the old kind
        ("13800138000", "13800138000"),
        ("021-55551234转8001", "021-55551234转8001"),
        ("000000123456789", "000000123456789"),
        ("99999999999999999", "99999999999999999"),
    ],
)
def test_an_identity_number_is_left_out(typed, left):
    assert without_identity(typed) == left


GROUPS = ((18,), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 2, 2, 4), (1,) * 18)
BETWEEN = ("", " ", "  ", "\u3000", "-", "–", "—", "－", ".", "/", "_", "·", " - ")
DIGITS = ("0123456789", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("lengths", GROUPS, ids=str)
def test_it_is_found_in_whatever_digits_and_groups(lengths, between, digits):
    typed, at = [], 0
    for length in lengths:
        typed.append(NUMBER[at : at + length].translate(str.maketrans("0123456789", digits)))
        at += length
    text = between.join(typed)
    assert without_identity(f"备注{text}，有") == "备注，有"
    assert birthday_in(text) == dt.date(1950, 3, 15)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("between", ["", "–", ".", "/", " "])
def test_nothing_that_is_read_of_a_file_has_one(between, digits):
    typed = between.join((NUMBER[:6], NUMBER[6:14], NUMBER[14:]))
    typed = typed.translate(str.maketrans("0123456789", digits))
    book = Workbook()
    page = book.active
    page.title = f"名册{typed}".replace("/", "")[:31]
    for row in (
        [f"114号 联系人{typed}"],
        ["室号", "业主", f"备注{typed}", f"联系电话{typed}", "手机备注", f"老人{typed}"],
        ["301", f"张三{typed}", f"独居{typed}", typed, typed, typed],
        [f"东{typed}", "李四", typed, "", "", ""],
        [f"注：{typed}"],
    ):
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    sheet = read_roster(content.getvalue(), door="114")
    plan = plan_import(sheet, RosterRecord("114", 6))
    found = json.dumps(
        [dataclasses.asdict(sheet), dataclasses.asdict(plan)], default=str, ensure_ascii=False
    )
    narrow = unicodedata.normalize("NFKC", found)
    assert NUMBER not in re.sub(r"[^0-9X]", "", narrow)


@pytest.mark.parametrize("between", [" ", "\n", "、", "/"])
def test_a_telephone_number_beside_it_stays(between):
    assert without_identity(f"13800138000{between}{NUMBER}") == f"13800138000{between}"
    assert without_identity(f"{NUMBER}{between}13800138000") == f"{between.strip(' ')}13800138000"


@pytest.mark.parametrize(
    "typed",
    [
        "021-65551234-8010",
        "021 65551234 13800138000",
        "13800119010 1234",
        "1952.03.15-2020.11.12",
        "301 89.5 3 0 1 2 13800138000",
        "13800138000/13900139000",
    ],
)
def test_other_numbers_stay(typed):
    assert without_identity(typed) == typed


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_whatever_has_its_check_digit_is_one(first):
    assert without_identity(f"备注{first}{ric.calc_check_digit(f'{first}0')}") == "备注"
