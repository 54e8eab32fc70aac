from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib.text_input import clean_text, is_invisible

KEPT = {
    "rare Han of the supplementary planes": "𠮷𬱖𲎯",
    "Han not assigned yet when this was written": "\U000323b0\U0003347a",
    "private use, where input methods put rare names": "测\ue863\U000f0000",
    "a variant of a character": "葛\U000e0100",
    "emoji joined of several": "👨‍👩‍👧 ❤️ 🏳️‍🌈",
    "a flag made of tags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "an accent that stands by itself": "e\u0301",
    "Persian with its joiner": "می‌خواهم",
    "blanks of any width": "王　强 a b",
}
REMOVED = {
    "NUL": "\x00",
    "SOH": "\x01",
    "escape": "\x1b",
    "delete": "\x7f",
    "C1": "\x9b",
    "BOM": "\ufeff",
    "zero width": "\u200b",
    "soft hyphen": "\xad",
    "override": "\u202e",
    "isolate": "\u2066",
    "mark": "\u200f",
    "half of a pair": "\ud800",
    "no character": "\uffff",
    "nor this": "\U0001fffe",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_can_be_seen_is_kept_as_typed(text):
    assert (clean_text(text), is_invisible(text)) == (text, False)


@pytest.mark.parametrize("mark", REMOVED.values(), ids=REMOVED)
def test_what_cannot_be_seen_is_removed(mark):
    assert clean_text(f"电{mark}梯") == "电梯"
    assert is_invisible(mark)


def test_line_breaks_of_any_kind_stay_where_there_are_lines():
    text = "一\r\n二\n三\t四\v五\u2028六\x85七"
    assert clean_text(text, multiline=True) == "一\r\n二\n三\t四\n五\n六\n七"
    assert clean_text(text) == "一 二 三 四 五 六 七"


@pytest.mark.parametrize(
    "text",
    ["", " \u3000\n", "\u200b", "\u3164", "\u2800\u2800", "\u200d", "\ufe0f", "\u0301", "\u115f"],
)
def test_what_shows_nothing_is_no_text(text):
    assert is_invisible(text)


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_again_changes_nothing_and_the_database_takes_it(text):
    for multiline in (True, False):
        clean = clean_text(text, multiline=multiline)
        assert clean_text(clean, multiline=multiline) == clean
        assert "\x00" not in clean.encode().decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　　各位邻居\n", "　　各位邻居"),
        ("\n \n　　各位邻居", "　　各位邻居"),
        ("  各位邻居 ", "各位邻居"),
        ("　 各位邻居", "各位邻居"),
    ],
)
def test_a_text_of_several_lines_keeps_the_indent_of_its_first(typed, kept):
    assert forms.CharField(widget=forms.Textarea).clean(typed) == kept
    assert forms.CharField().clean(typed) == "各位邻居"
