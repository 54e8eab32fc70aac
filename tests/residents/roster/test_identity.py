from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster.identity import check_digit, without_identity

FIRST = "00000019500315001"
NUMBER = FIRST + check_digit(FIRST)


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999


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


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_whatever_has_its_check_digit_is_one(first):
    assert without_identity(f"备注{first}{check_digit(first)}") == "备注"
