"""Ages are counted in Shanghai's days, and no text is an age by accident."""

from __future__ import annotations

import pytest

from residents.roster_parser.age_parsing import OLDEST_PERSON, age_in_text, age_of
from residents.roster_parser.rooms import Unreadable


@pytest.mark.parametrize(
    ("now", "birth", "years"),
    [
        ("2026-11-27T15:59Z", "1966-11-28", 59),
        ("2026-11-27T16:00Z", "1966-11-28", 60),
        ("2027-02-28T04:00Z", "2020-02-29", 6),
        ("2027-03-01T04:00Z", "2020-02-29", 7),
        ("2028-02-29T04:00Z", "2020-02-29", 8),
        ("2026-01-01T04:00Z", "1966", 60),
        ("2026-01-31T04:00Z", "1966-02", 59),
        ("2026-02-01T04:00Z", "1966-02", 60),
        ("2026-11-28T04:00Z", "2026-11-28", 0),
    ],
)
def test_one_is_a_year_older_on_the_birthday(time_machine, now, birth, years):
    time_machine.move_to(now, tick=False)
    assert age_of(birth=birth) == years


@pytest.mark.parametrize("birth", ["2026-11-29", "1952-13", "1952-02-30", "19520230", "52-05"])
def test_a_day_that_is_none_or_lies_ahead_is_told(time_machine, birth):
    time_machine.move_to("2026-11-28T04:00Z", tick=False)
    with pytest.raises(Unreadable, match=r"。$"):
        age_of(birth=birth)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("72", 72),
        ("72周岁", 72),
        ("72岁半", 72),
        ("虚岁72", None),
        ("72虚岁", 72),
        ("72.9", 72),
        ("11个月", 0),
        ("0", 0),
        (str(OLDEST_PERSON), OLDEST_PERSON),
        (str(OLDEST_PERSON + 1), None),
        ("七十二", None),
    ],
)
def test_an_age_is_read_in_whole_years(typed, years):
    if years is None:
        with pytest.raises(Unreadable):
            age_of(age=typed)
    else:
        assert age_of(age=typed) == years


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("72岁", "72"),
        ("1952年5月", "74"),
        ("150", ""),
        ("1852", ""),
        ("老人", ""),
        ("", ""),
        ("无", ""),
        ("301室", ""),
    ],
)
def test_an_age_in_a_text_is_found_or_left(time_machine, text, age):
    time_machine.move_to("2026-11-28T04:00Z", tick=False)
    assert age_in_text(text) == age
