from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib.quoting import format_quoted, quoted


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("停水", "停水"),
        ("关于“加装电梯”的说明", "关于‘加装电梯’的说明"),
        ("他说“叫我‘老王’”", "他说‘叫我“老王”’"),
        ("“甲”和‘乙’", "‘甲’和‘乙’"),
        ("《楼组公约》", "《楼组公约》"),
        ("don’t “say ‘don’t’”", "don’t ‘say “don”t’’"),
        ("“没有写完", "‘没有写完"),
        ("", ""),
    ],
)
def test_marks_within_marks_are_one_level_deeper(text, within):
    assert quoted(text) == within


def test_titles_within_titles():
    assert quoted("读《公约》“好”", "《") == "读〈公约〉“好”"


def test_a_sentence_quotes_what_stands_in_its_marks():
    words = {"who": "“老王”", "title": "“5%”的说明"}
    assert (
        format_quoted("%(who)s张贴了“%(title)s”，100%%", words) == "“老王”张贴了“‘5%’的说明”，100%"
    )


@given(st.text("“”‘’《》〈〉a好"))
def test_nothing_but_the_marks_changes(text):
    marks = str.maketrans("", "", "“”‘’《》〈〉")
    for mark in "“《":
        assert len(quoted(text, mark)) == len(text)
        assert quoted(text, mark).translate(marks) == text.translate(marks)
