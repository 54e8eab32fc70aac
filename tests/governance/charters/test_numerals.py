from __future__ import annotations

import pytest

from governance.charters.models.numerals import DIGITS, numeral


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (90, "九十"),
        (99, "九十九"),
        (100, "100"),
        (123, "123"),
    ],
)
def test_articles_are_numbered_as_in_a_charter(number, words):
    assert numeral(number) == words


def test_no_two_numbers_below_a_hundred_are_written_alike():
    assert len({numeral(number) for number in range(100)}) == 100
    assert DIGITS.index(numeral(7)) == 7
