"""The count against a naive counter, the worked table of the law, and all boundaries."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.presets import PRESETS
from governance.canvass.tally import (
    CountedChoice,
    CountedVoice,
    Demand,
    Measure,
    Rule,
    Test,
    ThresholdBase,
    VoteSum,
    tally,
)
from tests.governance.canvass.naive import (
    ballots,
    kinds_of_test,
    naive_holds,
    naive_missing,
    naive_needed,
    naive_sums,
)
from tests.governance.canvass.tally_data import SEVENTY, roster, said

MAJOR = PRESETS["owners_major"].rule
ORDINARY = PRESETS["owners_ordinary"].rule
EVERYONE = PRESETS["everyone"].rule


def one(stage, measure, base, threshold, *, strict=False):
    return Rule((Test(stage, measure, base, Fraction(threshold), strict),))


def verdict(rule, voices, answers, told=()):
    return tally(rule, voices, answers, told).tests[0]


@given(kinds_of_test(), ballots())
def test_each_test_agrees_with_the_naive_counter(test, ballot):
    voices, answers, text = ballot
    done = verdict(Rule((test,)), voices, answers, text)
    unit = 1 if test.measure == "heads" else Decimal("0.01")
    have, base = naive_sums(test, voices, answers, text)
    assert (done.have, done.base) == (have * unit, base * unit)
    assert done.holds == naive_holds(test, have, base)
    assert done.missing == naive_missing(test, have, base) * unit
    assert done.needed == naive_needed(test, base) * unit
    assert (done.missing == 0) == done.holds == (done.short == 0 and base > 0)


@given(kinds_of_test(), ballots())
def test_the_missing_amount_makes_it_hold_and_a_unit_less_does_not(test, ballot):
    voices, answers, text = ballot
    before = verdict(Rule((test,)), voices, answers, text)
    if before.holds or before.base == 0 or test.threshold == 1:
        return
    unit = 1 if test.measure == "heads" else Decimal("0.01")

    def with_further(amount):
        grown = before.base + amount * (test.base == ThresholdBase.answered)
        share = Fraction(before.have + amount) / Fraction(grown)
        return share > test.threshold if test.strict else share >= test.threshold

    assert with_further(before.missing)
    assert not with_further(before.missing - unit)


@given(
    kinds_of_test(stage=Demand.approval, measure=Measure.heads),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_so_many_further_heads_agreeing_carry_it_and_one_fewer_do_not(test, agree, against, mute):
    voices, answers = roster(200), said(agree, against, mute)
    before = verdict(Rule((test,)), voices, answers)
    if test.threshold == 1 and test.base == ThresholdBase.answered and against + mute:
        return
    for further, holds in ((before.missing, True), (before.missing - 1, False)):
        if further >= 0 and agree + against + mute + before.missing <= len(voices):
            more = said(agree + further, against, mute)
            assert verdict(Rule((test,)), voices, more).holds == holds


@given(ballots(), st.randoms(), st.lists(kinds_of_test(), max_size=4))
def test_the_order_of_the_input_does_not_matter(ballot, random, tests):
    voices, answers, text = ballot
    rule = Rule(tuple(tests))
    mixed = (
        random.sample(voices, len(voices)),
        dict(random.sample([*answers.items()], len(answers))),
    )
    assert tally(rule, *mixed, sorted(text)) == tally(rule, voices, answers, text)


@given(kinds_of_test(base=ThresholdBase.all), ballots(least=1), st.data())
def test_one_more_agreement_never_undoes_a_pass_where_the_base_is_all(test, ballot, data):
    voices, answers, text = ballot
    who = data.draw(st.sampled_from(voices))
    before = tally(Rule((test,)), voices, answers, text)
    after = tally(Rule((test,)), voices, answers | {who.id: CountedChoice.agree}, text)
    assert after.passed >= before.passed
    assert after.tests[0].missing <= before.tests[0].missing


@given(ballots(), st.lists(kinds_of_test(), max_size=4))
def test_all_tests_must_hold_and_an_empty_roster_never_passes(ballot, tests):
    voices, answers, text = ballot
    done = tally(Rule(tuple(tests)), voices, answers, text)
    assert done.passed == (voices != [] and all(v.holds for v in done.tests))
    assert [v.test for v in done.tests] == tests


# The worked table of building 114: 21 equal flats, 21 owners (Civil Code art. 278).


@pytest.mark.parametrize(
    ("took_part", "quorum", "ordinary", "major"),
    [
        (13, False, 7, 10),
        (14, True, 8, 11),
        (15, True, 8, 12),
        (16, True, 9, 12),
        (17, True, 9, 13),
        (18, True, 10, 14),
        (19, True, 10, 15),
        (20, True, 11, 15),
        (21, True, 11, 16),
    ],
)
def test_twenty_one_equal_flats(took_part, quorum, ordinary, major):
    for rule, enough in ((ORDINARY, ordinary), (MAJOR, major)):
        carried = [
            yes
            for yes in range(took_part + 1)
            if tally(rule, roster(), said(yes, took_part - yes)).passed
        ]
        assert carried == (list(range(enough, took_part + 1)) if quorum else [])
        done = tally(rule, roster(), said(0, took_part))
        assert [v.needed for v in done.tests] == [14, 14 * SEVENTY, enough, done.tests[3].needed]
        assert [v.holds for v in done.tests] == [quorum, quorum, False, False]


def test_the_preview_before_opening_says_how_much_is_needed():
    voices = [
        CountedVoice(1, Decimal("172.40")),
        *(CountedVoice(n, Decimal("80.00")) for n in range(2, 19)),
    ]
    voices += [CountedVoice(19, Decimal("40.00")), CountedVoice(20, Decimal("40.00"))]
    done = tally(MAJOR, voices, {})
    assert done.roster == VoteSum(20, Decimal("1612.40"))
    assert [v.needed for v in done.tests[:2]] == [14, Decimal("1074.94")]
    assert [v.missing for v in done.tests] == [14, Decimal("1074.94"), 1, Decimal("0.01")]


# Thresholds met exactly: 以上 includes the number itself, 过半数 does not.


@pytest.mark.parametrize(
    ("share", "heads", "agree", "strict", "holds"),
    [
        ("2/3", 21, 14, False, True),
        ("2/3", 21, 13, False, False),
        ("2/3", 20, 13, False, False),
        ("2/3", 20, 14, False, True),
        ("3/4", 20, 15, False, True),
        ("3/4", 20, 14, False, False),
        ("1/2", 20, 10, True, False),
        ("1/2", 20, 11, True, True),
        ("1/2", 20, 10, False, True),
        ("1", 21, 20, False, False),
        ("1", 21, 21, False, True),
    ],
)
def test_thresholds_hit_exactly(share, heads, agree, strict, holds):
    for measure in Measure:
        for base, answers in (
            (ThresholdBase.all, said(agree)),
            (ThresholdBase.answered, said(agree, heads - agree)),
        ):
            rule = one(Demand.approval, measure, base, share, strict=strict)
            assert verdict(rule, roster(heads), answers).holds is holds


def test_half_the_area_to_the_cent_is_not_more_than_half():
    rule = one(Demand.approval, Measure.area, ThresholdBase.answered, "1/2", strict=True)
    even = verdict(
        rule, [CountedVoice(1, Decimal("80.13")), CountedVoice(2, Decimal("80.13"))], said(1, 1)
    )
    assert (even.holds, even.needed, even.missing) == (False, Decimal("80.14"), Decimal("0.01"))
    odd = verdict(
        rule, [CountedVoice(1, Decimal("80.14")), CountedVoice(2, Decimal("80.13"))], said(1, 1)
    )
    assert odd.holds


def test_a_third_of_a_cent_is_rounded_up():
    rule = one(Demand.turnout, Measure.area, ThresholdBase.all, "2/3")
    voices = [CountedVoice(1, Decimal("1000.00"))]
    assert verdict(rule, voices, {}).needed == Decimal("666.67")
    assert str(verdict(rule, voices, {}).missing) == "666.67"


# What is missing, in words.


def test_a_further_agreement_also_enlarges_the_base_of_those_who_answered():
    done = verdict(
        one(Demand.approval, Measure.heads, ThresholdBase.answered, "3/4"),
        roster(24),
        said(15, 6),
    )
    assert (done.needed, done.missing, done.short) == (16, 3, 1)
    area = verdict(
        one(Demand.approval, Measure.area, ThresholdBase.answered, "3/4"),
        roster(24),
        said(15, 6),
    )
    assert (area.missing, area.short) == (Decimal("210.00"), Decimal("52.50"))


def test_objectors_are_missing_if_everybody_who_answered_must_agree():
    rule = one(Demand.approval, Measure.heads, ThresholdBase.answered, 1)
    assert verdict(rule, roster(), said(15, 4)).missing == 4
    assert verdict(rule, roster(), said(15)).missing == 0


def test_the_lift_of_building_114_from_some_against_to_all_agreed():
    first_week = tally(EVERYONE, roster(), said(15, 4))
    assert (first_week.passed, first_week.tests[0].missing) == (False, 6)
    assert tally(MAJOR, roster(), said(15, 4)).passed
    at_the_end = tally(EVERYONE, roster(), said(21))
    assert (at_the_end.passed, at_the_end.agree) == (True, VoteSum(21, 21 * SEVENTY))


# Who counts, and with what weight.


def test_one_owner_with_two_of_the_flats_is_one_head_with_both_areas():
    voices = [CountedVoice(1, 2 * SEVENTY), *(CountedVoice(n, SEVENTY) for n in range(2, 21))]
    done = tally(MAJOR, voices, said(14))
    assert done.roster == VoteSum(20, 21 * SEVENTY)
    assert [(v.have, v.needed) for v in done.tests[:2]] == [(14, 14), (15 * SEVENTY, 14 * SEVENTY)]
    without = tally(MAJOR, voices, dict.fromkeys(range(2, 15), CountedChoice.agree))
    assert [v.holds for v in without.tests[:2]] == [False, False]
    heads_only = tally(MAJOR, voices, dict.fromkeys(range(2, 16), CountedChoice.agree))
    assert [v.holds for v in heads_only.tests[:2]] == [True, True]


def test_heads_pass_while_area_fails():
    voices = [CountedVoice(1, Decimal("700.00")), *(CountedVoice(n, SEVENTY) for n in range(2, 12))]
    done = tally(ORDINARY, voices, dict.fromkeys(range(2, 12), CountedChoice.agree))
    assert [v.holds for v in done.tests] == [True, False, True, True]
    assert (done.passed, done.tests[1].missing) == (False, Decimal("233.34"))


def test_an_owner_of_more_than_a_third_of_the_area_can_stop_it_by_objecting():
    voices = [
        CountedVoice(1, Decimal("400.00")),
        *(CountedVoice(n, Decimal("60.00")) for n in range(2, 12)),
    ]
    answers = {1: CountedChoice.object} | dict.fromkeys(range(2, 12), CountedChoice.agree)
    done = tally(MAJOR, voices, answers)
    assert [v.holds for v in done.tests] == [True, True, True, False]
    assert tally(ORDINARY, voices, answers).passed


def test_everyone_abstains():
    done = tally(ORDINARY, roster(), said(abstain=21))
    assert [v.holds for v in done.tests] == [True, True, False, False]
    assert (done.passed, done.abstain, done.answered) == (False, done.roster, done.roster)


def test_nobody_answers():
    done = tally(ORDINARY, roster(), {})
    assert [v.missing for v in done.tests] == [14, 14 * SEVENTY, 1, Decimal("0.01")]
    assert not done.passed


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)
def test_an_empty_roster_never_passes(preset):
    done = tally(preset.rule, [], {1: CountedChoice.agree}, {1})
    assert (done.passed, [v.holds for v in done.tests]) == (False, [False] * len(done.tests))


def test_who_answered_is_told_and_strangers_count_for_nothing():
    done = tally(
        Rule(()), roster(3), {1: CountedChoice.object, 9: CountedChoice.agree}, told=[2, 8]
    )
    assert (done.told, done.answered) == (VoteSum(2, 2 * SEVENTY), VoteSum(1, SEVENTY))
    assert (done.agree, done.object) == (VoteSum(0, Decimal(0)), VoteSum(1, SEVENTY))


def test_an_answer_may_come_as_the_database_keeps_it():
    assert tally(EVERYONE, roster(1), {1: "agree"}).passed


def test_a_voice_stands_on_the_roster_once():
    with pytest.raises(ValueError, match="twice"):
        tally(EVERYONE, [CountedVoice(1, SEVENTY), CountedVoice(1, SEVENTY)], {})


@pytest.mark.parametrize(
    ("share", "strict"), [("4/3", False), ("-1/2", True), ("1", True), ("0", False)]
)
def test_a_threshold_nobody_can_meet_or_miss_is_no_test(share, strict):
    with pytest.raises(ValueError, match="threshold"):
        Test(Demand.approval, Measure.heads, ThresholdBase.all, Fraction(share), strict)
