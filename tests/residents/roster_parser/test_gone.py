"""Words for somebody who has died or moved away are the same wherever a roster has them."""

from __future__ import annotations

import re

import pytest

from residents.roster_parser.absent_people import doubts_about_absent_people, is_dead
from residents.roster_parser.gone import AWAY, DEATH
from residents.roster_parser.parties import people_in
from residents.roster_parser.sheet_data import RosterRow
from residents.roster_parser.value_kinds import value_kind_of

WORDS_AWAY = [
    *(word for word in AWAY.split("|") if re.fullmatch(r"\w{2,}", word)),
    "不住这",
    "不在此处住",
]


@pytest.mark.parametrize("word", DEATH.split("|"))
def test_a_word_of_death_is_known_to_headings_names_and_remarks(word):
    assert value_kind_of([word]) == "away"
    assert list(people_in(f"张建国（{word}）")) == [("张建国", word)]
    assert is_dead(RosterRow(3, {"name": "张建国", "note": word}))


@pytest.mark.parametrize("word", WORDS_AWAY)
def test_a_word_of_moving_away_is_known_to_headings_and_remarks(word):
    assert re.fullmatch(AWAY, word)
    assert value_kind_of([word]) == "away"
    assert [*doubts_about_absent_people([[RosterRow(3, {"name": "张建国", "note": word})]])]


@pytest.mark.parametrize("note", ["人在户不在", "上门时人不在"])
def test_somebody_who_lives_here_is_not_doubted(note):
    assert value_kind_of([note]) == "away"
    assert not [*doubts_about_absent_people([[RosterRow(3, {"name": "张建国", "note": note})]])]
