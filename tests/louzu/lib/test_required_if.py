"""A field is required where another one has a certain value, and only there."""

from __future__ import annotations

import pytest
from django import forms

from louzu.lib.forms import CrispyForm
from louzu.lib.required_if import RequiredIf, condition_of, set_condition

REASON = RequiredIf("answer", ["no", "later"], "不同意的要写", "请写为什么。")


class AnswerForm(CrispyForm):
    answer = forms.ChoiceField(choices=[("yes", "同意"), ("no", "不同意"), ("later", "再说")])
    reason = forms.CharField(required=False, max_length=3)
    needed = {"reason": REASON}


@pytest.mark.parametrize(
    ("answer", "reason", "errors"),
    [
        ("yes", "", None),
        ("no", "", ["请写为什么。"]),
        ("later", "", ["请写为什么。"]),
        ("no", "太吵", None),
        ("no", "   ", ["请写为什么。"]),
    ],
)
def test_a_reason_is_asked_of_those_answers_only(answer, reason, errors):
    form = AnswerForm({"answer": answer, "reason": reason})
    form.is_valid()
    assert form.errors.get("reason") == errors


def test_a_field_that_is_wrong_already_gets_no_second_error():
    form = AnswerForm({"answer": "no", "reason": "太长的理由"})
    assert not form.is_valid()
    assert len(form.errors["reason"]) == 1
    assert "请写为什么。" not in form.errors["reason"]


def test_without_a_valid_answer_nothing_depends_on_it():
    form = AnswerForm({"answer": "perhaps"})
    assert not form.is_valid()
    assert list(form.errors) == ["answer"]


def test_the_script_on_the_page_is_told_the_condition_with_the_prefix_of_the_form():
    attrs = AnswerForm(prefix="a1").fields["reason"].widget.attrs
    assert (attrs["data-needed-by"], attrs["data-needed-for"], attrs["data-needed-error"]) == (
        "a1-answer",
        "later no",
        "请写为什么。",
    )


def test_a_condition_is_taken_away_from_one_form_and_stays_in_the_next():
    form = AnswerForm({"answer": "no"})
    set_condition(form, "reason", None)
    assert condition_of(form, "reason") is None
    assert not [name for name in form.fields["reason"].widget.attrs if "needed" in name]
    assert form.is_valid()
    assert condition_of(AnswerForm(), "reason") is REASON


def test_a_row_that_is_not_chosen_counts_as_the_value_none():
    need = RequiredIf("buyer", ["None"], "", "")
    assert need.lacks({"buyer": None, "name": ""}, "name")
    assert not need.lacks({"buyer": 7, "name": ""}, "name")
    assert not need.lacks({"buyer": None, "name": "王"}, "name")
