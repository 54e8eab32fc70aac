"""The count of options against a naive counter, its properties, and worked examples.

``make deep`` runs the properties of this module on 10,000 cases each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.option_tally import (
    AnswerKind,
    OptionBallot,
    OptionQuestion,
    OptionTurnout,
    count_options,
    tally_options,
)
from governance.canvass.option_totals import tally_totals
from governance.canvass.presets import PRESETS
from governance.canvass.tally import (
    CountedVoice,
    Demand,
    Measure,
    Rule,
    Test,
    ThresholdBase,
    VoteSum,
)
from tests.governance.canvass.naive_options import elections, naive_options
from tests.governance.canvass.tally_data import SEVENTY, roster

MEETING = PRESETS["residents_meeting"].rule
ORDINARY = PRESETS["owners_ordinary"].rule
MAJOR = PRESETS["owners_major"].rule
MOST = Rule((Test(Demand.turnout, Measure.heads, ThresholdBase.all, Fraction(1, 2), strict=True),))
ONE, SEVERAL, EACH, DATES = AnswerKind.one, AnswerKind.several, AnswerKind.each, AnswerKind.dates


def run(election, ballots=None):
    kind, rule, voices, drawn, options, seats, told = election
    question = OptionQuestion(kind, frozenset(options), seats)
    return tally_options(question, rule, voices, drawn if ballots is None else ballots, told)


def count(kind, rule, ballots, *, options, seats=1, voices=None):
    question = OptionQuestion(kind, frozenset(range(1, options + 1)), seats)
    return tally_options(question, rule, voices or roster(), ballots)


def piles(**counts):
    """Return ballots: ``piles(o1=2, o12=1)`` are two for option 1, then one for 1 and 2."""
    picks = [key[1:] for key, count in counts.items() for _one in range(count)]
    return {n: OptionBallot(frozenset(map(int, pick))) for n, pick in enumerate(picks, start=1)}


@given(elections())
def test_winners_and_ties_agree_with_the_naive_counter(election):
    kind, rule, voices, ballots, options, seats, told = election
    done = run(election)
    found = set(done.winners), set(done.tied), done.passed
    assert found == naive_options(kind, rule, voices, ballots, options, seats, told)
    assert [one.number for one in done.options] == options
    for one in done.options:
        mine = [v for v in voices if v.id in ballots and one.number in ballots[v.id].picked]
        assert one.picked == VoteSum(len(mine), sum((v.area for v in mine), Decimal(0)))


@given(elections(), st.randoms())
def test_the_order_of_options_voices_and_ballots_does_not_matter(election, random):
    kind, rule, voices, ballots, options, seats, told = election
    mixed = (
        kind,
        rule,
        random.sample(voices, len(voices)),
        dict(random.sample([*ballots.items()], len(ballots))),
        random.sample(options, len(options)),
        seats,
        told,
    )
    assert run(mixed) == run(election)


@given(elections(), st.data())
def test_new_numbers_for_the_options_change_nothing_but_the_numbers(election, data):
    _kind, _rule, _voices, ballots, options, _seats, _told = election
    new = dict(zip(options, data.draw(st.permutations(options)), strict=True))
    renamed = {
        voice: OptionBallot(
            frozenset(new[o] for o in ballot.picked), frozenset(new[o] for o in ballot.against)
        )
        for voice, ballot in ballots.items()
    }
    before, after = run(election), run(election, ballots=renamed)
    assert {new[o] for o in before.winners} == set(after.winners)
    assert {new[o] for o in before.tied} == set(after.tied)


@given(elections(least=1), st.data())
def test_a_vote_more_for_a_winner_never_makes_it_lose(election, data):
    kind, _rule, voices, ballots, options, seats, _told = election
    done = run(election)
    if not done.winners:
        return
    winner = data.draw(st.sampled_from(done.winners))
    voice = data.draw(st.sampled_from(voices)).id
    old = ballots.get(voice, OptionBallot())
    room = (
        len(old.picked) < OptionQuestion(kind, frozenset(options), seats).most_picks
        or winner in old.picked
    )
    picked = old.picked | {winner} if room else frozenset({winner})
    more = {**ballots, voice: OptionBallot(picked, old.against - {winner})}
    assert winner in run(election, ballots=more).winners


@given(elections())
def test_sums_ties_and_missing_amounts_fit_together(election):
    kind, rule, _voices, _ballots, options, seats, _told = election
    done = run(election)
    heads = {one.number: one.picked.heads for one in done.options}
    assert len({heads[number] for number in done.tied}) <= 1
    assert not set(done.tied) & set(done.winners)
    assert (0 < done.seats_left < len(done.tied)) if done.tied else done.seats_left == 0
    if done.tied:
        assert all(heads[number] > heads[done.tied[0]] for number in done.winners)
    if kind == ONE:
        assert sum(heads.values()) + done.abstain.heads == done.answered.heads
        areas = sum((one.picked.area for one in done.options), done.abstain.area)
        assert areas == done.answered.area
    for verdict in (*done.tests, *(v for one in done.options for v in one.tests)):
        assert (verdict.missing == 0) == verdict.holds
    if kind != EACH:
        picked = {one.number: one.picked for one in done.options}
        sums = {name: getattr(done, name) for name in ("roster", "told", "answered", "abstain")}
        question = OptionQuestion(kind, frozenset(options), seats)
        assert count_options(question, rule, picked, OptionTurnout(**sums)) == done


@given(elections())
def test_totals_of_a_secret_vote_are_counted_as_its_ballots(election):
    """Also the code of each ballot leads back to it."""
    kind, rule, voices, ballots, options, seats, told = election
    bare = [CountedVoice(voice.id, Decimal(0)) for voice in voices]
    question = OptionQuestion(kind, frozenset(options), seats)
    done = tally_options(question, rule, bare, ballots, told)
    cast = [ballots[voice.id] for voice in voices if voice.id in ballots]
    assert [question.ballot_of(question.code_of(ballot)) for ballot in cast] == cast
    sums = {name: getattr(done, name) for name in ("roster", "told", "answered", "abstain")}
    picked, against = (
        Counter(number for ballot in cast for number in getattr(ballot, name))
        for name in ("picked", "against")
    )
    turnout = OptionTurnout(**sums)
    again = tally_totals(question, rule, turnout=turnout, picked=picked, against=against)
    assert again == done


@pytest.mark.parametrize("code", ["", "+", "+--+", "++-", "+x-", "?--", "agree"])
def test_a_bad_code_is_no_ballot(code):
    with pytest.raises(ValueError, match=r"option|character|zip"):
        OptionQuestion(ONE, frozenset({1, 2, 3})).ballot_of(code)


@given(elections(), st.booleans())
def test_where_nobody_answers_or_all_abstain_nothing_wins(election, abstain):
    _kind, _rule, voices, *_rest = election
    empty = {voice.id: OptionBallot() for voice in voices} if abstain else {}
    done = run(election, ballots=empty)
    assert (done.winners, done.tied, done.passed) == ([], [], False)
    assert done.answered.heads == done.abstain.heads == (len(voices) if abstain else 0)


# Examples worked by hand: 21 flats of 70 m².


def test_of_three_quotes_the_one_with_more_than_half_wins():
    done = count(ONE, ORDINARY, piles(o1=8, o2=4, o3=2), options=3)
    assert (done.winners, done.tied, done.passed) == ([1], [], True)
    assert [one.picked.heads for one in done.options] == [8, 4, 2]
    assert [one.picked.area for one in done.options] == [8 * SEVENTY, 4 * SEVENTY, 2 * SEVENTY]


def test_of_three_quotes_none_with_half_or_less_wins():
    done = count(ONE, ORDINARY, piles(o1=7, o2=5, o3=2), options=3)
    assert (done.winners, done.tied) == ([], [])
    assert [one.tests[0].missing for one in done.options] == [
        1,
        5,
        11,
    ]  # 8 of 15, 10 of 19, 13 of 25


def test_a_quorum_that_is_missed_decides_nothing():
    done = count(ONE, ORDINARY, piles(o1=13), options=2)
    assert (done.winners, done.passed) == ([], False)
    assert [verdict.missing for verdict in done.tests] == [1, SEVENTY]


def test_the_most_votes_win_without_a_majority_where_the_rule_says_so():
    done = count(ONE, MOST, piles(o1=4, o2=5, o3=4), options=3)
    assert done.winners == [2]


def test_two_with_the_same_heads_are_tied_and_neither_wins():
    done = count(ONE, MOST, piles(o1=5, o2=5, o3=2), options=3)
    assert (done.winners, done.tied, done.seats_left, done.passed) == ([], [1, 2], 1, False)


def test_candidates_for_three_seats_must_also_reach_half_of_those_taking_part():
    ballots = piles(o123=6, o124=3, o15=2)
    done = count(SEVERAL, MEETING, ballots, options=5, seats=3)
    assert [one.picked.heads for one in done.options] == [11, 9, 6, 3, 2]
    assert done.winners == [1, 2, 3]  # 6 of 11 is more than half
    fewer = count(SEVERAL, MEETING, piles(o123=5, o124=4, o15=2), options=5, seats=3)
    assert fewer.winners == [1, 2]  # 5 of 11 is not, and the third seat stays empty
    assert fewer.seats_left == 0


def test_a_tie_for_the_last_seat_leaves_the_others_elected():
    ballots = piles(o12=6, o13=6)
    done = count(SEVERAL, MOST, ballots, options=3, seats=2)
    assert (done.winners, done.tied, done.seats_left) == ([1], [2, 3], 1)


@pytest.mark.parametrize("seats", [3, 4, 20])
def test_as_many_seats_as_candidates_elect_all_who_have_votes(seats):
    ballots = piles(o1=6, o2=5)
    done = count(SEVERAL, MOST, ballots, options=3, seats=seats)
    assert (done.winners, done.tied) == ([1, 2], [])


def test_each_item_is_a_resolution_of_its_own():
    ballots = {
        n: OptionBallot(
            frozenset({1} if n > 3 else ()) | frozenset({2} if n <= 9 else ()),
            frozenset({2} if n > 9 else ()),
        )
        for n in range(1, 15)
    }
    done = count(EACH, MAJOR, ballots, options=2)
    assert [one.wins for one in done.options] == [True, False]  # 11 of 14, 9 of 14
    assert [one.against.heads for one in done.options] == [0, 5]


def test_dates_take_all_that_suit_and_the_one_that_suits_most_wins():
    done = count(DATES, MOST, piles(o12=6, o23=5, o3=1), options=3)
    assert ([one.picked.heads for one in done.options], done.winners) == ([6, 11, 6], [2])


def test_a_third_of_the_area_in_one_hand_can_stop_what_most_heads_want():
    voices = [CountedVoice(1, 20 * SEVENTY), *(replace(v, id=v.id + 1) for v in roster(20))]
    ballots = {n: OptionBallot(frozenset({2 if n == 1 else 1})) for n in range(1, 21)}
    done = count(ONE, ORDINARY, ballots, options=2, voices=voices)
    assert [one.picked.heads for one in done.options] == [19, 1]
    assert done.winners == []  # 19 · 70 of 39 · 70 m² is less than half, and 1 head is too
    without = {n: ballot for n, ballot in ballots.items() if n > 1}
    assert not count(ONE, ORDINARY, without, options=2, voices=voices).tests[1].holds


@pytest.mark.parametrize(
    ("kind", "ballot"),
    [
        (ONE, OptionBallot(frozenset({1, 2}))),
        (SEVERAL, OptionBallot(frozenset({1, 2, 3}))),
        (DATES, OptionBallot(frozenset({4}))),
        (DATES, OptionBallot(frozenset(), frozenset({1}))),
        (EACH, OptionBallot(frozenset({1}), frozenset({1}))),
    ],
)
def test_a_bad_ballot_is_refused(kind, ballot):
    with pytest.raises(ValueError, match="option"):
        count(kind, MOST, {1: ballot}, options=3, seats=2)


def test_a_voice_stands_on_the_roster_once():
    with pytest.raises(ValueError, match="twice"):
        count(ONE, MOST, {}, options=2, voices=roster() + roster())
