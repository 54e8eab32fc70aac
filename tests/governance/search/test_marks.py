from __future__ import annotations

import re

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from governance.search.marks import EXCERPT, excerpt, marked, spans
from governance.search.words import parse_query

NASTY = st.text("堆物楼道 <>&\"'/markb樓１ａ，；\n", max_size=200)


@pytest.mark.parametrize(
    ("text", "typed", "html"),
    [
        ("四楼堆物", "堆物", "四楼<mark>堆物</mark>"),
        ("樓道裡又堆物", "楼道 堆物", "<mark>樓道</mark>裡又<mark>堆物</mark>"),
        ("垃圾分类", "垃圾分类", "<mark>垃圾分类</mark>"),
        ("ＷＩＦＩ坏了", "wifi", "<mark>ＷＩＦＩ</mark>坏了"),
        ("<b>堆物</b>", "堆物", "&lt;b&gt;<mark>堆物</mark>&lt;/b&gt;"),
        ("什么也没有", "堆物", "什么也没有"),
        ("瓶车在电瓶旁", "电瓶车", "<mark>瓶车</mark>在<mark>电瓶</mark>旁"),
    ],
)
def test_matches_are_marked_as_they_are_written(text, typed, html):
    assert marked(text, parse_query(typed)) == html


def test_an_excerpt_shows_where_the_first_match_stands():
    text = "前" * 100 + "堆物" + "后" * 100
    html = excerpt(text, parse_query("堆物"))
    assert html == f"…{'前' * 20}<mark>堆物</mark>{'后' * (EXCERPT - 22)}…"


def test_an_excerpt_begins_where_the_text_does_when_only_the_title_matched():
    assert excerpt("一" * 200, parse_query("堆物")) == "一" * EXCERPT + "…"
    assert excerpt("很短", parse_query("堆物")) == "很短"


def test_an_excerpt_at_the_end_is_as_long_as_others():
    assert excerpt("前" * 200 + "堆物", parse_query("堆物")) == f"…{'前' * 70}<mark>堆物</mark>"


def test_a_match_over_the_edge_of_an_excerpt_is_cut_with_it():
    text = "堆物" + "中" * (EXCERPT - 3) + "堆物" + "后" * 9
    assert excerpt(text, parse_query("堆物")).endswith("<mark>堆</mark>…")


@given(NASTY, NASTY)
def test_marks_never_break_html(text, typed):
    question = parse_query(typed)
    for html in (marked(text, question), excerpt(text, question)):
        bare = re.sub(r"<mark>([^<>]+)</mark>", r"\1", html)
        assert "<" not in bare
        assert ">" not in bare
    whole = re.sub(r"</?mark>", "", marked(text, question))
    assert whole == escape(text)


@given(NASTY, NASTY)
def test_spans_are_in_order_and_apart(text, typed):
    found = spans(text, parse_query(typed))
    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))
