"""The boxes of a paper with many homes, for each kind of question."""

from __future__ import annotations

import pytest

from governance.canvass.forms.marks import mark_groups
from governance.canvass.forms.sheets import SheetLineForm
from governance.canvass.models import Canvass, HomeEntry, Option, Sheet

KINDS = {"one": 1, "several": 2, "each": 1, "dates": 1}


def sheet_of(kind, labels=("甲", "乙", "丙")) -> Sheet:
    """Return an unsaved sheet whose options are there without a database."""
    canvass = Canvass(pk=1, kind=kind, purpose="vote", seats=KINDS[kind])
    options = [Option(canvass=canvass, number=n, title=t) for n, t in enumerate(labels, start=1)]
    canvass._prefetched_objects_cache = {"options": options}
    return Sheet(canvass=canvass, version=1)


def shown(sheet, marks=()):
    return [
        (group.field, group.one_alone, " ".join(f"{b.key}{b.words}" for b in group.boxes))
        for group in mark_groups(sheet, marks)
    ]


def test_the_boxes_suit_the_kind_of_question():
    assert shown(sheet_of("one")) == [("marks", True, "1甲 2乙 3丙 4弃权 0看不清")]
    assert shown(sheet_of("several")) == [("marks", False, "1甲 2乙 3丙 4弃权 0看不清")]
    assert shown(sheet_of("dates"))[0][2].endswith("4都不行 0看不清")
    assert shown(sheet_of("each", ["甲", "乙"])) == [
        ("item_1", True, "1赞成 2反对 3弃权"),
        ("item_2", True, "1赞成 2反对 3弃权"),
        ("marks", False, "0看不清"),
    ]


def test_ten_options_and_more_have_letters():
    words = shown(sheet_of("several", [f"第{n}种" for n in range(1, 13)]))[0][2]
    assert "9第9种 a第10种 b第11种 c第12种 d弃权 0看不清" in words


@pytest.mark.parametrize(
    ("kind", "typed", "marks"),
    [
        ("one", {"marks": ["2"]}, ("2",)),
        ("several", {"marks": ["1", "3"]}, ("1", "3")),
        ("dates", {"marks": ["abstain"]}, ("abstain",)),
        ("each", {"item_1": "agree1", "item_3": "object3"}, ("agree1", "object3")),
        ("several", {"marks": ["1", "illegible"]}, ()),
        ("each", {"item_1": "agree1", "marks": ["illegible"]}, ()),
    ],
)
def test_what_is_typed_becomes_marks_and_is_shown_again(kind, typed, marks):
    sheet = sheet_of(kind)
    form = SheetLineForm(sheet, {f"v1-{name}": value for name, value in typed.items()}, prefix="v1")
    assert form.is_valid(), form.errors
    said = form.to_input()
    assert (said.marks, said.illegible) == (marks, not marks)
    line = HomeEntry(sheet=sheet, marks=list(marks), illegible=said.illegible)
    again = SheetLineForm(sheet, line=line).groups
    ticked = [box.value for group in again for box in group.boxes if box.checked]
    assert ticked == list(marks or ["illegible"])


def test_an_option_that_is_not_on_the_paper_is_no_mark():
    form = SheetLineForm(sheet_of("one"), {"v1-marks": ["7"]}, prefix="v1")
    assert not form.is_valid()
