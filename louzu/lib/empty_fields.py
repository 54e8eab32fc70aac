"""Error messages of required fields that name the field: 请写“电话”。"""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted

CHOICE_WIDGETS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
"""Widgets whose error says “choose” instead of “write”."""
DJANGO_MESSAGE = forms.Field.default_error_messages["required"]

_add_error = forms.BaseForm.add_error


def patch_required_errors() -> None:
    """Replace Django's message for empty required fields in all forms, including the admin's and allauth's.

    Fields with a message of their own keep it. Called once, when the apps are ready.
    """
    forms.BaseForm.add_error = _add_named_error  # type: ignore[assignment,method-assign]  # for all forms


def _add_named_error(form: forms.BaseForm, field: str | None, error: ValidationError) -> None:
    if field in form.fields and getattr(error, "message", None) is DJANGO_MESSAGE:
        error = ValidationError(required_error(form[field]), code="required")
    _add_error(form, field, error)


def required_error(field: forms.BoundField) -> str:
    """Return the error for an empty field. An empty hidden field means that the page was not loaded
    fully."""
    if field.is_hidden:
        return _("这一页没有传全，请刷新以后再来一次。")
    words = {"label": quoted(_without_colon(field.label))}
    if isinstance(field.field.widget, forms.CheckboxInput):
        return _("要先在“%(label)s”前面打勾。") % words
    if isinstance(field.field.widget, CHOICE_WIDGETS):
        return _("请选“%(label)s”。") % words
    return _("请写“%(label)s”。") % words


def with_label(error: str, label: str | Promise) -> str:
    named = quoted(_without_colon(label)) in error
    return error if named else _("%(label)s：%(error)s") % {"label": label, "error": error}


def _without_colon(label: str | Promise | None) -> str:
    return str(label).removesuffix("：")
