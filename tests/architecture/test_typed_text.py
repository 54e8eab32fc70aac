"""Invisible characters are removed from all typed and uploaded text."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from louzu.lib.file_fields import FilesField
from residents.models import User
from tests.architecture.form_classes import loaded_form_classes

pytestmark = pytest.mark.django_db

NOT_TYPED = (
    forms.BooleanField,
    forms.ChoiceField,
    forms.DateField,
    forms.DateTimeField,
    forms.FileField,
    forms.IntegerField,
    forms.ModelChoiceField,
    forms.TimeField,
    FilesField,
)
"""Fields whose values are chosen rather than typed."""
NASTY = "电\x00\x01\x0b\x1b\x9b\u200b\u202e\u2066\ufeff\uffff梯"
BLANKS = ("\u200b", "\u3164", "\u2800\u2800", "\u202e", "\ufeff \u3000\u200d")


def desk_forms(staff: User) -> list[type[forms.BaseForm]]:
    request = RequestFactory().get("/")
    request.user = staff
    desks = admin.site._registry.values()
    return [desk.get_form(request) for desk in desks if desk.has_add_permission(request)]


def is_free_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)


def refusal_of(field: forms.CharField, text: str) -> str:
    try:
        field.to_python(text)
    except ValidationError as refused:
        return "看不见" if "看不见" in str(refused) else str(refused)
    return ""


def refuses(field: forms.DateField | forms.DateTimeField, day: str) -> bool:
    try:
        field.to_python(f"{day} 23:30" if isinstance(field, forms.DateTimeField) else day)
    except ValidationError:
        return True
    return False


def test_every_text_field_of_every_form_cleans_and_refuses(staff):
    """Multi-line fields keep line breaks, and passwords are not changed."""
    fields = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in (*loaded_form_classes(), *desk_forms(staff))
        for name, field in getattr(form, "base_fields", {}).items()
    }
    kinds = {type(f) for f in fields.values() if not is_free_text(f)}
    assert {k.__name__ for k in kinds if not issubclass(k, NOT_TYPED)} <= {
        "JSONField",
        "ReadOnlyPasswordHashField",
    }
    texts = {name: f for name, f in fields.items() if is_free_text(f)}
    read = {n: f for n, f in texts.items() if not isinstance(f.widget, forms.PasswordInput)}
    assert (len(read) > 100, len(texts) - len(read) > 3) == (True, True)
    lines = {n for n, f in read.items() if isinstance(f.widget, forms.Textarea)}
    for name, field in read.items():
        value = field.to_python(NASTY)
        found = " ".join([value] if isinstance(value, str) else value).removeprefix("https://")
        assert found == ("电\n梯" if name in lines else "电 梯"), name
        assert [b for b in BLANKS if refusal_of(field, b) != "看不见"] == [], name
    assert {f.to_python(NASTY) for n, f in texts.items() if n not in read} == {NASTY}


def test_every_date_of_every_form_refuses_years_that_nobody_means(staff):
    dates = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in (*loaded_form_classes(), *desk_forms(staff))
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField | forms.DateTimeField)
    }
    assert len(dates) > 20
    taken = [
        (name, day)
        for name, field in dates.items()
        for day in ("0001-01-01", "9999-12-31")
        if not refuses(field, day)
    ]
    assert taken == []


def test_a_form_says_it_at_the_field_and_keeps_the_rest():
    class Form(forms.Form):
        title, more = forms.CharField(), forms.CharField(required=False)

    form = Form({"title": "\u3164", "more": "电\u202e梯"})
    assert form.errors == {"title": ["这里填的字看不见，请重新填。"]}
    assert form.cleaned_data["more"] == "电梯"


def test_names_stay_as_typed():
    """Composed and decomposed letters are not exchanged, except for usernames."""
    name = forms.CharField().clean("Jose\u0301 𠮷\ue863葛\U000e0100")
    assert name == "Jose\u0301 𠮷\ue863葛\U000e0100"
    assert UsernameField().clean("ｌｅａｄｅｒ") == "leader"
