"""Second persons write all that they read; a form that they did not touch says nothing."""

from __future__ import annotations

import pytest

from governance.canvass.forms.readings import ReadingForm
from governance.canvass.models import Answer, Canvass, Option

KINDS = ("one", "several", "each", "dates")


def reading_form(kind, read, *, picks=(1,)):
    canvass = Canvass(pk=1, kind=kind, purpose="vote", seats=2)
    options = [Option(canvass=canvass, number=n, title=t) for n, t in enumerate("甲乙丙", start=1)]
    canvass._prefetched_objects_cache = {"options": options}
    answer = Answer(pk=5, choice="picked", picks=[*picks], against=[], version=1, signer="张")
    sent = {"r-signer": "张", **{f"r-{name}": value for name, value in read.items()}}
    return ReadingForm(canvass, answer, sent, prefix="r", empty_permitted=True)


@pytest.mark.parametrize(
    ("kind", "read", "marks"),
    [
        ("one", {"marks": "2"}, ("2",)),
        ("several", {"marks": ["1", "2"]}, ("1", "2")),
        ("dates", {"marks": ["abstain"]}, ("abstain",)),
        (
            "each",
            {"item_1": "agree1", "item_2": "object2", "item_3": "abstain3"},
            ("agree1", "object2", "abstain3"),
        ),
    ],
)
def test_a_reading_says_everything_that_is_ticked(kind, read, marks):
    form = reading_form(kind, read)
    assert form.is_valid(), form.errors
    assert (form.has_changed(), form.to_input().marks) == (True, marks)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_chosen_beforehand_and_an_untouched_form_says_nothing(kind):
    form = reading_form(kind, {})
    assert form.is_valid()
    assert not form.has_changed()
    assert "checked" not in "".join(str(field) for field in form)


@pytest.mark.parametrize("kind", KINDS)
def test_another_signer_alone_is_no_whole_reading(kind):
    form = reading_form(kind, {"signer": "李"})
    assert not form.is_valid()
