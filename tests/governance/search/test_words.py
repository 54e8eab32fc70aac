from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from dev import folding
from governance.search.words import SIMPLIFIED, _words_of, as_tsvector, fold, parse_query


def test_the_table_is_what_opencc_says():
    assert SIMPLIFIED.read_text("utf-8") == folding.table_source()


@given(st.text())
def test_folding_keeps_the_length_and_folds_once(text):
    folded = fold(text)
    assert (len(folded), fold(folded)) == (len(text), folded)


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_every_common_character_is_one_in_either_script(script):
    characters = [
        bytes([a, b]).decode("gb2312", "ignore")
        for a in range(0xB0, 0xF8)
        for b in range(0xA1, 0xFF)
    ]
    written = OpenCC(script).convert
    apart = {c for c in characters if fold(written(c)) != fold(c)}
    assert apart <= set("幺腭鲇")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("樓道堆物", "楼道堆物"),
        ("ＷｉＦｉ５０２", "wifi502"),
        ("看著裡面", "看着里面"),
        ("諮詢", "谘询"),
    ],
)
def test_two_ways_to_write_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("堆物", ("堆物",)),
        ("垃圾分类时间", ("垃圾", "分类", "时间")),
        ("谁家的梯子", ("谁家", "梯子")),
        ("的了", ("的了",)),
        ("電瓶車  502室", ("电瓶车", "502", "室")),
        ("WIFI密码", ("wifi", "密码")),
        ("梯子 梯子", ("梯子",)),
        ("？！ <b>", ("b",)),
        ("……", ()),
        ("", ()),
    ],
)
def test_a_question_is_cut_into_words(typed, words):
    question = parse_query(typed)
    assert (question.words, bool(question)) == (words, bool(words))


def test_words_missing_in_the_dictionary_stay_together():
    assert parse_query("蘑菇屯咘咔街").words == ("蘑菇", "屯咘咔街")


@given(st.text("楼道堆物的电瓶车里了又着馬路𠮷", min_size=1))
def test_no_character_is_lost_in_the_cutting(run):
    assert "".join(_words_of(run)) == run


def test_words_become_what_postgresql_looks_for():
    assert parse_query("电瓶车 梯 502").as_tsquery() == "'电瓶' & '瓶车' & '梯':* & '502':*"
    assert parse_query("堆物 梯").as_tsquery("AB") == "'堆物':AB & '梯':*AB"


def test_every_piece_of_a_long_run_must_match():
    assert parse_query("abcdefghijklmnopqr").as_tsquery() == (
        "'abcdefghijklmnop' & 'bcdefghijklmnopq' & 'cdefghijklmnopqr'"
    )


def test_pairs_inside_a_word_weigh_more_and_the_title_most():
    assert as_tsvector("换灯", "四楼堆物", place="@7") == (
        "@7 '换灯':1A '灯':2B '四楼':4C '楼堆':5D '堆物':6C '物':7D"
    )
    assert as_tsvector("", "A12", place="@7") == "@7 'a12':2C '12':3D '2':4D"
