"""The error of an empty field names the field and says what to do with it."""

from __future__ import annotations

import pytest
from django import forms

from louzu.lib.empty_fields import with_label


class AskingForm(forms.Form):
    name = forms.CharField(label="“称呼”：")
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲")])
    several = forms.MultipleChoiceField(
        label="哪几样", choices=[("a", "甲")], widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="文件")
    sure = forms.BooleanField(label="我明白")
    key = forms.CharField(widget=forms.HiddenInput)
    own = forms.CharField(error_messages={"required": "不写不行。"})


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("name", "请写“‘称呼’”。"),
        ("kind", "请选“种类”。"),
        ("several", "请选“哪几样”。"),
        ("file", "请选“文件”。"),
        ("sure", "要先在“我明白”前面打勾。"),
        ("key", "这一页没有传全，请刷新以后再来一次。"),
        ("own", "不写不行。"),
    ],
)
def test_an_empty_field_says_what_to_do(field, sentence):
    errors = AskingForm({}).errors
    assert errors[field] == [sentence]
    assert errors.as_data()[field][0].code == "required"


def test_an_error_that_names_its_field_gets_no_second_name():
    assert with_label("请写“电话”。", "电话：") == "请写“电话”。"
    assert with_label("太长了。", "电话") == "电话：太长了。"
