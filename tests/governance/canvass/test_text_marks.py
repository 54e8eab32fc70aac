from __future__ import annotations

from governance.canvass.models import Attachment
from governance.canvass.text_marks import text_mark

FILES = [Attachment(file="canvass/a.jpg"), Attachment(file="canvass/b.pdf")]


def test_a_mark_changes_with_the_version_the_text_and_each_file():
    marks = {
        text_mark(1, "不堆物。", FILES),
        text_mark(2, "不堆物。", FILES),
        text_mark(1, "不堆物", FILES),
        text_mark(1, "不堆物。", FILES[:1]),
        text_mark(1, "不堆物。", []),
        text_mark(1, "1", []),
        text_mark(11, "", []),
    }
    assert len(marks) == 7
    assert {len(mark) for mark in marks} == {8}


def test_a_mark_does_not_depend_on_the_order_of_the_files():
    assert text_mark(1, "不堆物。", FILES) == text_mark(1, "不堆物。", FILES[::-1])
