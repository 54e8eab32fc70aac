"""The boxes that are ticked for one home on a paper, as fields and as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from governance.canvass.choices import GIVEN_CHOICES, choices_for, item_mark
from governance.canvass.models import Canvass, Choice, Option, Sheet
from governance.canvass.option_tally import AnswerKind
from governance.canvass.queries.options import options_of
from governance.canvass.queries.words import choice_words

ILLEGIBLE = "illegible"
"""Value of a box if the line cannot be read and is left for later."""
KEYS = "123456789abcdefghi"
"""The keys that tick a box, in the order of the boxes."""
MARKS = "marks"
ITEM = "item_{}"


@dataclass(frozen=True, slots=True)
class MarkBox:
    value: str
    words: StrOrPromise
    key: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """Boxes of which one may be ticked (``radio``), or several."""

    field: str
    boxes: tuple[MarkBox, ...]
    one_alone: bool
    legend: str = ""


def mark_groups(sheet: Sheet, marks: Iterable[str]) -> list[MarkGroup]:
    """Return the boxes of a row in the order of the paper, with those that are ticked."""
    canvass, ticked = sheet.canvass, set(marks)
    illegible = (ILLEGIBLE, _("看不清"))
    if not canvass.has_options:
        pairs = [*choices_for(canvass), illegible]
        return [MarkGroup("choice", _boxes(pairs, ticked), one_alone=True)]
    options = options_of(canvass, sheet.version)
    words = choice_words(canvass)
    if canvass.kind == AnswerKind.each:
        items = [_item_group(option, words, ticked) for option in options]
        return [*items, MarkGroup(MARKS, _boxes([illegible], ticked), one_alone=False)]
    pairs = [(str(option.number), str(option)) for option in options]
    pairs += [(Choice.ABSTAIN.value, words[Choice.ABSTAIN]), illegible]
    one_alone = canvass.kind == AnswerKind.one
    return [MarkGroup(MARKS, _boxes(pairs, ticked), one_alone=one_alone)]


def mark_fields(sheet: Sheet) -> dict[str, forms.Field]:
    """Return the fields of ``mark_groups``. None is required before a line is entered."""
    canvass = sheet.canvass
    fields: dict[str, forms.Field] = {}
    pairs = [*choices_for(canvass, sheet.version), (ILLEGIBLE, "")]
    if canvass.kind == AnswerKind.each:
        words = choice_words(canvass)
        fields = {
            ITEM.format(one.number): forms.ChoiceField(
                choices=[("", ""), *_item_pairs(one, words)], required=False
            )
            for one in options_of(canvass, sheet.version)
        }
        pairs = [(ILLEGIBLE, "")]
    return {**fields, MARKS: forms.MultipleChoiceField(choices=pairs, required=False)}


def reading_fields(canvass: Canvass, version: int) -> dict[str, forms.Field]:
    """Return the fields in which a second person says what is ticked, all of them required."""
    if canvass.kind == AnswerKind.each:
        return {
            ITEM.format(one.number): forms.ChoiceField(
                label=f"{one.number}. {one}",
                choices=_item_pairs(one, choice_words(canvass)),
                widget=forms.RadioSelect,
            )
            for one in options_of(canvass, version)
        }
    label, pairs = _("您读的是"), choices_for(canvass, version)
    if canvass.kind == AnswerKind.one:
        one_alone = forms.ChoiceField(label=label, choices=pairs, widget=forms.RadioSelect)
        return {MARKS: one_alone}
    widget = forms.CheckboxSelectMultiple
    return {MARKS: forms.MultipleChoiceField(label=label, choices=pairs, widget=widget)}


def marks_in(data: dict[str, object]) -> tuple[str, ...]:
    """Return the marks among the valid values of the fields, in the order of the fields."""
    marks: list[str] = []
    for name, value in data.items():
        if name == MARKS or name.startswith(ITEM.format("")):
            marks += [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]  # a list of choices
    return tuple(mark for mark in marks if mark)


def _item_group(option: Option, words: dict[str, str], ticked: set[str]) -> MarkGroup:
    pairs = _item_pairs(option, words)
    legend = f"{option.number}. {option}"
    field = ITEM.format(option.number)
    return MarkGroup(field, _boxes(pairs, ticked), one_alone=True, legend=legend)


def _item_pairs(option: Option, words: dict[str, str]) -> list[tuple[str, str]]:
    return [(item_mark(choice, option.number), words[choice]) for choice in GIVEN_CHOICES]


def _boxes(pairs: Iterable[tuple[str, StrOrPromise]], ticked: set[str]) -> tuple[MarkBox, ...]:
    return tuple(
        MarkBox(value, words, "0" if value == ILLEGIBLE else key, value in ticked)
        for key, (value, words) in zip(KEYS, pairs, strict=False)
    )
