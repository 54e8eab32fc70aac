from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.current import AnswerRecord, CurrentAnswer, current_answer_of
from tests.governance.canvass.naive import naive_standing


def said(number, choice, how, *, confirmed=None, seen=0, version=1, by=0):
    """``how``: "web", "door", or "late" for a web answer by somebody who joined after the opening."""
    confirmed = how == "web" if confirmed is None else confirmed
    late = how == "late"
    return AnswerRecord(number, choice, version, how != "door", confirmed, seen, late, by=by)


WEB_AGREE = said(1, "agree", "web")
DOOR_AGREE = said(2, "agree", "door")
DOOR_AGREE_CHECKED = said(2, "agree", "door", confirmed=True)
DOOR_OBJECT = said(2, "object", "door")
DOOR_OBJECT_CHECKED = said(2, "object", "door", confirmed=True)
LATE_OBJECT = said(3, "object", "late", seen=2)
LATE_OBJECT_DENIED = replace(LATE_OBJECT, denied=True)
LATE_OBJECT_CHECKED = said(3, "object", "late", seen=2, confirmed=True)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], CurrentAnswer()),
        ([WEB_AGREE], CurrentAnswer(WEB_AGREE)),
        ([DOOR_AGREE], CurrentAnswer(None, DOOR_AGREE)),
        ([DOOR_AGREE_CHECKED], CurrentAnswer(DOOR_AGREE_CHECKED)),
        ([WEB_AGREE, w := said(2, "object", "web")], CurrentAnswer(w)),
        ([WEB_AGREE, DOOR_AGREE], CurrentAnswer(WEB_AGREE, DOOR_AGREE)),
        ([WEB_AGREE, DOOR_OBJECT], CurrentAnswer(WEB_AGREE, DOOR_OBJECT, True)),
        ([WEB_AGREE, DOOR_OBJECT_CHECKED], CurrentAnswer(WEB_AGREE, DOOR_OBJECT_CHECKED, True)),
        ([LATE_OBJECT], CurrentAnswer(None, LATE_OBJECT)),
        ([WEB_AGREE, LATE_OBJECT], CurrentAnswer(WEB_AGREE, LATE_OBJECT)),
        ([LATE_OBJECT_DENIED], CurrentAnswer()),
        ([WEB_AGREE, LATE_OBJECT_DENIED], CurrentAnswer(WEB_AGREE)),
        ([said(2, "agree", "late"), LATE_OBJECT_DENIED], CurrentAnswer()),
        ([DOOR_AGREE, LATE_OBJECT_DENIED], CurrentAnswer(None, DOOR_AGREE)),
        ([LATE_OBJECT_DENIED, w := said(4, "agree", "late")], CurrentAnswer(None, w)),
        ([WEB_AGREE, LATE_OBJECT_CHECKED], CurrentAnswer(LATE_OBJECT_CHECKED)),
        ([DOOR_AGREE_CHECKED, LATE_OBJECT], CurrentAnswer(DOOR_AGREE_CHECKED, LATE_OBJECT)),
        ([DOOR_AGREE, LATE_OBJECT], CurrentAnswer(None, DOOR_AGREE)),
        ([LATE_OBJECT, w := said(4, "agree", "web")], CurrentAnswer(w, LATE_OBJECT)),
        ([LATE_OBJECT, w := said(4, "agree", "web", seen=3)], CurrentAnswer(w)),
    ],
)
def test_the_latest_confirmed_answer_counts_and_two_that_disagree_clash(history, expected):
    assert current_answer_of(history) == expected


def test_the_household_settles_a_clash_by_answering_with_both_before_its_eyes():
    word = said(3, "object", "web", seen=2)
    assert current_answer_of([WEB_AGREE, DOOR_OBJECT_CHECKED, word]) == CurrentAnswer(word)


def test_a_paper_word_settles_a_clash_once_it_is_checked():
    word = said(3, "object", "door", seen=2)
    before = current_answer_of([WEB_AGREE, DOOR_OBJECT_CHECKED, word])
    assert before == CurrentAnswer(WEB_AGREE, word, clash=True)
    checked = said(3, "object", "door", seen=2, confirmed=True)
    assert current_answer_of([WEB_AGREE, DOOR_OBJECT_CHECKED, checked]) == CurrentAnswer(checked)


def test_a_web_answer_that_did_not_know_of_the_paper_clashes_with_it():
    web = said(3, "object", "web", seen=0)
    assert current_answer_of([DOOR_AGREE_CHECKED, web]) == CurrentAnswer(
        web, DOOR_AGREE_CHECKED, clash=True
    )


def test_a_check_that_comes_late_does_not_bring_back_an_older_answer():
    newer = said(3, "object", "door", confirmed=True)
    assert current_answer_of([DOOR_AGREE_CHECKED, newer]) == CurrentAnswer(newer)


def test_answers_to_an_older_text_count_no_more():
    fresh = said(5, "agree", "web", version=2)
    assert current_answer_of([DOOR_OBJECT_CHECKED, fresh], material_version=2) == CurrentAnswer(
        fresh
    )
    assert (
        current_answer_of([DOOR_OBJECT_CHECKED], material_version=2).answer == DOOR_OBJECT_CHECKED
    )


def test_an_unchecked_paper_does_not_undo_a_clash():
    """Otherwise one person alone could decide which answer counts."""
    word = said(3, "agree", "door")
    assert current_answer_of([WEB_AGREE, DOOR_OBJECT_CHECKED, word]) == CurrentAnswer(
        WEB_AGREE, word, True
    )


def door(number, choice, by, **more):
    return said(number, choice, "door", by=by, **more)


WANG_AGREE, LI_OBJECT, LI_AGREE = door(1, "agree", 1), door(2, "object", 2), door(2, "agree", 2)


@pytest.mark.parametrize(
    ("history", "answer", "waiting", "clash"),
    [
        pytest.param([WANG_AGREE, LI_AGREE], None, 2, False, id="the same twice"),
        pytest.param([WANG_AGREE, LI_OBJECT], 1, 2, True, id="two helpers differ"),
        pytest.param(
            [WANG_AGREE, door(2, "object", 1)], None, 2, False, id="a helper corrects an entry"
        ),
        pytest.param(
            [WANG_AGREE, LI_OBJECT, door(3, "object", 1)], None, 3, False, id="one comes round"
        ),
        pytest.param([WANG_AGREE, LI_AGREE, door(3, "object", 2)], 1, 3, True, id="one turns away"),
        pytest.param(
            [WANG_AGREE, LI_OBJECT, door(3, "agree", 3)], 2, 3, True, id="a third takes a side"
        ),
        pytest.param(
            [WANG_AGREE, LI_OBJECT, door(3, "object", 3, seen=2)],
            None,
            3,
            False,
            id="the household decides on paper",
        ),
        pytest.param(
            [WANG_AGREE, LI_OBJECT, said(3, "abstain", "web", seen=2)],
            3,
            None,
            False,
            id="the household decides on the web",
        ),
        pytest.param(
            [WANG_AGREE, LI_OBJECT, said(3, "agree", "web")],
            3,
            2,
            True,
            id="on the web without having seen the other",
        ),
        pytest.param(
            [said(1, "agree", "web"), LI_OBJECT, door(3, "agree", 1)],
            1,
            3,
            True,
            id="web and paper, then paper like the web",
        ),
        pytest.param(
            [door(1, "agree", 1, confirmed=True), LI_OBJECT], 1, 2, False, id="one is checked"
        ),
        pytest.param(
            [door(1, "agree", 1, confirmed=True), LI_OBJECT, door(3, "agree", 3)],
            1,
            3,
            False,
            id="two wait beside a checked one",
        ),
        pytest.param(
            [WANG_AGREE, door(2, "object", 2, confirmed=True)], 2, None, False, id="checked later"
        ),
        pytest.param(
            [said(1, "object", "late", by=9), door(2, "agree", 1), door(3, "object", 2)],
            2,
            3,
            True,
            id="with a web answer of somebody who joined late",
        ),
    ],
)
def test_different_unchecked_answers_of_two_helpers_clash(history, answer, waiting, clash):
    found = current_answer_of(history)
    ids = [record.id if record else None for record in (found.answer, found.waiting)]
    assert (*ids, found.clash) == (answer, waiting, clash)


def test_an_answer_to_an_older_text_is_no_side_of_a_clash():
    history = [WANG_AGREE, door(2, "object", 2, version=2)]
    assert current_answer_of(history, material_version=2) == CurrentAnswer(None, history[1])
    assert current_answer_of(history).clash


@st.composite
def histories(draw):
    choices, ways = (
        st.sampled_from(["agree", "object", "abstain"]),
        st.sampled_from(["web", "door", "late"]),
    )
    one = st.tuples(choices, ways, st.booleans(), st.integers(0, 12), st.integers(1, 3))
    found = draw(st.lists(one, max_size=12))
    return [
        said(n, choice, how, confirmed=how == "web" or checked, seen=min(seen, n - 1), by=by)
        for n, (choice, how, checked, seen, by) in enumerate(found, start=1)
    ]


@given(histories())
def test_the_fold_is_what_a_naive_reader_finds(history):
    assert current_answer_of(history) == naive_standing(history)


@given(histories())
def test_whatever_was_said_before_a_last_knowing_web_answer_stands_alone(history):
    last = said(len(history) + 1, "agree", "web", seen=len(history))
    assert current_answer_of([*history, last]) == CurrentAnswer(last)


@given(histories())
def test_nothing_unconfirmed_ever_counts(history):
    standing = current_answer_of(history)
    assert standing.clash or standing.answer is None or standing.answer.confirmed


@given(histories())
def test_newcomers_after_the_opening_change_nothing_without_a_check(history):
    """Neither the answer that counts nor the clash changes."""
    without = [one for one in history if one.confirmed or not one.needs_check]
    alone, together = current_answer_of(without), current_answer_of(history)
    assert (alone.answer, alone.clash) == (together.answer, together.clash)
