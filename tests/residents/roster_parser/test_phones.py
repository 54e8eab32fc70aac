"""Telephone numbers as they are typed: what is kept, what is a remark, what is a problem of the cell."""

from __future__ import annotations

import pytest

from residents.roster_parser.phones import notes_in, parse_phone
from residents.roster_parser.rooms import Unreadable


@pytest.mark.parametrize(
    "typed",
    [
        "021-65551234-801",
        "021 65551234-801",
        "(021)65551234-801",
        "021-6555-1234-801",
        "021－65551234－801",
        "021—65551234—801",
        "021-65551234转801",
        "02165551234 转 801",
        "021-65551234（转801）",
        "021-65551234分机801",
        "021-65551234 ext.801",
        "021-65551234#801",
        "86-21-65551234-801",
        "021-65551234转分机801",
    ],
)
def test_an_extension_is_a_remark_and_no_part_of_the_number(typed):
    assert parse_phone(typed) == "02165551234"
    assert [note for note in notes_in(typed) if "801" in note]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("86-13800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("86-21-65551234", "02165551234"),
        ("862165551234", "02165551234"),
        ("0086-021-65551234", "02165551234"),
        ("+86-531-87654321", "053187654321"),
        ("86(10)65551234", "01065551234"),
        ("400-820-8820", "4008208820"),
        ("95588", "95588"),
        ("12345", "12345"),
        ("6555-1234", "65551234"),
        ("65551234.0", "65551234"),
        ("13800138000.0", "13800138000"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_here(typed, number):
    assert parse_phone(typed) == number
    assert notes_in(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "655512345",
        "02165551234801",
        "1380013800",
        "138001380001",
        "13800138000-1",
        "0216555123",
        "012345678",
        "99999999999",
        "021655512345678",
    ],
)
def test_a_number_of_a_wrong_length_is_a_problem_of_the_cell(typed):
    if typed == "0216555123":  # of an area with seven digits, as there were
        assert parse_phone(typed) == typed
        return
    with pytest.raises(Unreadable, match="位"):
        parse_phone(typed)
