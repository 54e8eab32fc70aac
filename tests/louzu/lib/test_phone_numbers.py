"""Telephone numbers: what is one, how it is stored and shown, and where a text has one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib.phone_numbers import (
    Problem,
    as_dialled,
    holds_number,
    is_area_code,
    is_landline,
    is_mobile,
    is_number,
    mask_phones,
    mobile_number,
    number_of_person,
    problem_of,
    split_extension,
    with_mobiles_masked,
    with_numbers_masked,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800138000", "13800138000"), ("138-0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"), ("+86 (138) 0013-8000", "13800138000"),
        ("8613800138000", "13800138000"), ("11900138000", "11900138000"), ("", ""),
        ("02165551234", ""), ("1380013800", ""), ("13800138000号", ""), ("+1 13800138000", ""),
    ],
)  # fmt: skip
def test_a_mobile_number_is_its_eleven_digits(typed, number):
    assert mobile_number(typed) == number


@given(st.text(max_size=20))
def test_whatever_is_typed_a_number_is_eleven_digits_of_its_own(typed):
    number = mobile_number(typed)
    assert number == "" or (len(number) == 11 and number.isascii() and number.isdecimal())
    assert mobile_number(f"{number}x") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("138 0013 8000", "13800138000"), ("021-6555 1234", "02165551234"), ("+85223456789", "+85223456789")],
)  # fmt: skip
def test_a_persons_number_that_is_no_mobile_is_kept_as_typed(typed, kept):
    assert number_of_person(typed) == kept


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+8613800138000", "13800138000"), ("008613800138000", "13800138000"),
        ("862165551234", "02165551234"), ("+8602165551234", "02165551234"),
        ("8653187654321", "053187654321"), ("864008208820", "4008208820"),
        ("65551234", "65551234"), ("86555123", "86555123"), ("+85223456789", "+85223456789"),
    ],
)  # fmt: skip
def test_the_country_goes_and_the_zero_of_the_area_comes(number, dialled):
    assert as_dialled(number) == dialled


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("13800138000", None), ("02165551234", None), ("053187654321", None), ("65551234", None),
        ("4008208820", None), ("95588", None), ("12345", None), ("+85223456789", None),
        ("14600000000", None),  # in libphonenumber's tables no number
        ("1380013800", Problem.LENGTH_OF_MOBILE),  # in libphonenumber's tables possible
        ("138001380001", Problem.LENGTH_OF_MOBILE),
        ("655512345", Problem.LENGTH), ("012345678", Problem.LENGTH),
        ("1234", Problem.NO_NUMBER), ("6555a1234", Problem.NO_NUMBER), ("", Problem.NO_NUMBER),
    ],
)  # fmt: skip
def test_lengths_decide_what_is_a_number(number, problem):
    assert problem_of(number) is problem


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("021-65551234-801", ("021-65551234", "801")), ("65551234转801", ("65551234", "801")),
        ("02165551234 分机801", ("02165551234", "801")), ("021-6555-1234", ("021-6555-1234", "")),
        ("13800138000", ("13800138000", "")),
    ],
)  # fmt: skip
def test_an_extension_stands_behind_the_number(typed, apart):
    assert split_extension(typed) == apart


def test_kinds_of_numbers():
    assert [is_mobile(n) for n in ("13800138000", "12800138000", "1380013800")] == [
        True,
        False,
        False,
    ]
    assert [is_area_code(n) for n in ("021", "0531", "86", "21", "02165")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [is_landline(n) for n in ("65551234", "6555123", "655512")] == [True, True, False]
    assert [is_number(n) for n in ("02165551234", "65551234", "123456")] == [True, True, False]
    assert [holds_number(n) for n in ("张三021-65551234", "8613800138000", "6555123")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138888", "138****8888"),
        ("+86 138-0013-8888", "138****8888"),
        ("02155551234", "021****1234"),
        ("55551234", "****34"),
        ("12345", "****45"),
        ("7", "****"),
        ("13800138888、55551234", "138****8888、****34"),
        ("00000+00000000000", "000****0000"),
        ("", ""),
    ],
)
def test_a_phone_is_masked(phone, shown):
    assert mask_phones(phone) == shown


@given(st.text(alphabet="0123456789+- 、"))
def test_no_five_digits_of_a_phone_stand_together(phone):
    assert not re.search(r"\d{5}", mask_phones(phone))


def test_numbers_in_a_text_are_masked():
    text = "打13800138000或02165551234，114号，2026年"
    assert with_mobiles_masked(text) == "打138****8000或02165551234，114号，2026年"
    assert with_numbers_masked(text) == "打138****8000或021****1234，114号，2026年"
