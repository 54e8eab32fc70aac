from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.charters import comparing
from governance.charters.comparing import (
    ChangeKind,
    ComparedArticle,
    DiffPart,
    DiffPiece,
    changes,
    difference,
)

CHINESE = st.text(st.sampled_from("楼道内不堆物临时放一的，贴上室号超过天。abc12 \n"), max_size=60)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ORDERS = st.lists(st.integers(1, 12), unique=True, max_size=12)


def old_of(pieces):
    return "".join(piece.text for piece in pieces if piece.part != DiffPart.IN)


def new_of(pieces):
    return "".join(piece.text for piece in pieces if piece.part != DiffPart.OUT)


@given(CHINESE | ANY, CHINESE | ANY)
def test_the_difference_rebuilds_both_texts(old, new):
    pieces = difference(old, new)
    assert (old_of(pieces), new_of(pieces)) == (old, new)
    assert all(piece.text for piece in pieces)
    assert all(one.part != other.part for one, other in itertools.pairwise(pieces))


@given(CHINESE | ANY)
def test_the_same_text_has_no_difference(text):
    assert difference(text, text) == ((DiffPiece(DiffPart.SAME, text),) if text else ())


@given(CHINESE, CHINESE)
def test_it_rebuilds_both_in_the_table_too(old, new):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "MATCHES", 0)
        test_the_difference_rebuilds_both_texts.hypothesis.inner_test(old, new)
        difference.cache_clear()


@pytest.mark.parametrize("table", [comparing.MAX_TABLE_CELLS, 1000])
def test_texts_that_say_the_same_again_and_again_are_compared_within_bounds(table, monkeypatch):
    """Security review L5: cubic time. Neither ``difflib`` nor a table that is too large is used."""
    monkeypatch.setattr(comparing, "SequenceMatcher", None)
    monkeypatch.setattr(comparing, "MAX_TABLE_CELLS", table)
    old, new = "前言" + "居委会" * 500 + "尾", "前言" + "居委会人间" * 250 + "尾"
    pieces = difference.__wrapped__(old, new)
    assert (old_of(pieces), new_of(pieces)) == (old, new)
    assert (pieces[0].part, pieces[-1].part) == (DiffPart.SAME, DiffPart.SAME)
    shared = sum(len(piece.text) for piece in pieces if piece.part == DiffPart.SAME)
    assert (shared > 500) == (table > 1000)


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        (
            "不在楼道内堆物；临时放置不超过一天。",
            "不在楼道内堆物；临时放一放的，贴上室号，不超过一天。",
            "不在楼道内堆物；临时[-放置-][+放一放的，贴上室号，+]不超过一天。",
        ),
        ("谁损坏谁修好。", "谁损坏谁赔偿。", "谁损坏谁[-修好-][+赔偿+]。"),
        ("晚上十点轻声。", "晚上十点到早上七点轻声。", "晚上十点[+到早上七点+]轻声。"),
        ("老人要扶着走", "", "[-老人要扶着走-]"),
    ],
)
def test_it_reads_in_phrases(old, new, read):
    marks = {DiffPart.SAME: "{}", DiffPart.OUT: "[-{}-]", DiffPart.IN: "[+{}+]"}
    assert "".join(marks[p.part].format(p.text) for p in difference(old, new)) == read


def clauses(*order, said=None):
    said = said or {}
    return [
        ComparedArticle(pk, n, "", said.get(pk, f"第{pk}")) for n, pk in enumerate(order, start=1)
    ]


def kinds(found):
    return [(one.article, one.kind.value, one.moved) for one in found]


def test_articles_shifted_by_a_new_one_did_not_move():
    found = changes(clauses(1, 2, 3), clauses(4, 1, 2, 3))
    assert kinds(found) == [
        (4, "new", False),
        (1, "same", False),
        (2, "same", False),
        (3, "same", False),
    ]


def test_moved_dropped_and_changed_are_told_apart():
    found = changes(clauses(1, 2, 3, 4), clauses(4, 1, 2, said={2: "别的"}))
    assert kinds(found) == [
        (4, "same", True),
        (1, "same", False),
        (2, "changed", False),
        (3, "dropped", False),
    ]


@given(ORDERS, ORDERS)
def test_every_article_is_told_of_once(old, new):
    found = changes(clauses(*old), clauses(*new))
    assert sorted(one.article for one in found) == sorted(set(old) | set(new))
    result = {one.article: one.kind for one in found}
    assert {pk for pk, kind in result.items() if kind == ChangeKind.NEW} == set(new) - set(old)
    assert {pk for pk, kind in result.items() if kind == ChangeKind.DROPPED} == set(old) - set(new)


@given(ORDERS, ORDERS)
def test_unmoved_articles_keep_their_order(old, new):
    stayed = [
        one
        for one in changes(clauses(*old), clauses(*new))
        if one.old and one.new and not one.moved
    ]
    before = [one.old.number for one in stayed]
    assert before == sorted(before)
