"""Sentences about thresholds and amounts. No database: the canvasses are not saved."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from governance.canvass.models import Canvass
from governance.canvass.presets import PRESETS
from governance.canvass.queries.words import (
    choice_meanings,
    choice_words,
    format_amount,
    format_requirement,
    format_requirements,
    format_threshold,
    heads,
    sentence,
    share,
    square_metres,
    verdict_only,
)
from governance.canvass.tally import Demand, Measure, Rule, Test, ThresholdBase, tally
from tests.governance.canvass.naive import ballots, kinds_of_test
from tests.governance.canvass.tally_data import roster, said

HOUSEHOLDS = Canvass(purpose="consent", electorate="households")
OWNERS = Canvass(purpose="vote", electorate="owners")
MAJOR = PRESETS["owners_major"].rule


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        ("1", "全部"),
        ("1/2", "一半"),
        ("1/3", "三分之一"),
        ("2/3", "三分之二"),
        ("3/4", "四分之三"),
        ("4/5", "五分之四"),
        ("1/4", "四分之一"),
        ("3/10", "3/10"),
        ("7/10", "7/10"),
        ("5/7", "5/7"),
    ],
)
def test_a_share_is_written_as_the_law_writes_it_or_in_digits(fraction, words):
    assert share(Fraction(fraction)) == words


@pytest.mark.parametrize(
    ("threshold", "strict", "words"),
    [("2/3", False, "三分之二以上"), ("1/2", True, "超过一半"), ("1", False, "全部")],
)
def test_a_threshold_says_whether_the_share_itself_is_enough(threshold, strict, words):
    test = Test(Demand.approval, Measure.heads, ThresholdBase.all, Fraction(threshold), strict)
    assert format_threshold(test) == words


def test_households_and_owners_are_counted_in_words_of_their_own():
    assert [heads(21, one) for one in (HOUSEHOLDS, OWNERS)] == ["21户", "21位业主"]
    assert heads(1, Canvass(electorate="members")) == "1位业主"


def test_an_area_has_two_decimals_and_a_separator_for_thousands():
    assert square_metres(Decimal("1612.4")) == "1,612.40㎡"
    assert format_amount(Decimal(0), OWNERS) == "0.00㎡"
    assert format_amount(0, OWNERS) == "0位业主"


def test_a_sentence_gives_the_numbers_and_says_what_is_missing():
    done = tally(MAJOR, roster(), said(agree=13))
    assert [sentence(one, OWNERS) for one in done.tests] == [
        "参加的要三分之二以上：现在13位业主，要14位业主，还差1位业主。",
        "参加的面积要三分之二以上：现在910.00㎡，要980.00㎡，还差70.00㎡。",
        "答复的里面，赞成的要四分之三以上：现在13位业主，要10位业主，够了。",
        "答复的面积里，赞成的要四分之三以上：现在910.00㎡，要682.50㎡，够了。",
    ]


def test_a_verdict_alone_gives_no_number():
    before, after = (tally(MAJOR, roster(), said(agree=n)).tests[0] for n in (13, 14))
    assert verdict_only(before, OWNERS) == "参加的要三分之二以上：没有到。"
    assert verdict_only(after, OWNERS) == "参加的要三分之二以上：够了。"


def test_only_a_vote_has_votes_in_favour():
    done = tally(PRESETS["covenant"].rule, roster(), {})
    assert [verdict_only(one, HOUSEHOLDS) for one in done.tests] == [
        "告知到的要全部：没有到。",
        "同意的要三分之二以上：没有到。",
    ]
    vote = Canvass(purpose="vote", electorate="households")
    assert verdict_only(done.tests[1], vote) == "赞成的要三分之二以上：没有到。"


def test_what_is_told_and_agreed_by_area_is_called_area():
    by_area = [
        Test(stage, Measure.area, ThresholdBase.all, Fraction(1))
        for stage in (Demand.coverage, Demand.approval)
    ]
    done = tally(Rule(tuple(by_area)), roster(), {})
    assert [verdict_only(one, HOUSEHOLDS) for one in done.tests] == [
        "告知到的面积要全部：没有到。",
        "同意的面积要全部：没有到。",
    ]


def test_requirements_give_the_least_amount_only_where_the_base_is_known_before():
    assert format_requirements(OWNERS, MAJOR, (20, Decimal("1612.40"))) == [
        "参加的要三分之二以上，就是14位业主。",
        "参加的面积要三分之二以上，就是1,074.94㎡。",
        "答复的里面，赞成的要四分之三以上。",
        "答复的面积里，赞成的要四分之三以上。",
    ]


@given(kinds_of_test(base=ThresholdBase.all), ballots(least=1))
def test_the_requirement_before_the_opening_is_what_the_count_needs(test, ballot):
    voices, _answers, _told = ballot
    area = sum((voice.area for voice in voices), Decimal(0))
    if not area:
        return
    needed = tally(Rule((test,)), voices, {}).tests[0].needed
    found = format_requirement(test, OWNERS, (len(voices), area))
    assert found.endswith(f"，就是{format_amount(needed, OWNERS)}。")


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("vote", ["赞成", "反对"]),
        ("hear", ["没有意见", "有意见"]),
        ("consent", ["同意", "不同意"]),
        ("tell", ["同意", "不同意"]),
    ],
)
def test_choices_are_named_for_what_is_asked(purpose, words):
    named = choice_words(Canvass(purpose=purpose))
    assert [named[choice] for choice in ("agree", "object")] == words
    assert (named["abstain"], named["taken_back"]) == ("弃权", "收回了答复")


def test_a_secret_vote_asks_nobody_for_a_reason():
    for secret, text in ((True, "不写投了什么"), (False, "为什么")):
        assert text in choice_meanings(Canvass(secret=secret))["object"]
