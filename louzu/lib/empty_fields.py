"""The error of an empty field names the field: 请写“电话”。"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
"""Widgets in which one chooses and does not write."""
STOCK = forms.Field.default_error_messages["required"]

_add_error = forms.BaseForm.add_error


def name_every_empty_field() -> None:
    """Make every form say which field is empty, where the field has no sentence of its own: ours, the
    desk's and allauth's. Called once, when the apps are ready."""
    forms.BaseForm.add_error = _add_named_error  # type: ignore[assignment,method-assign]


def _add_named_error(form: forms.BaseForm, field: str | None, error: Any) -> None:
    if field in form.fields and getattr(error, "message", None) is STOCK:
        error = ValidationError(sentence_for(form[field]), code="required")
    _add_error(form, field, error)


def sentence_for(field: forms.BoundField) -> str:
    """A hidden field is filled in by the page, not by a person."""
    if field.is_hidden:
        return _("这一页没有传全，请刷新以后再来一次。")
    words = {"label": quoted(str(field.label).removesuffix("："))}
    if isinstance(field.field.widget, forms.CheckboxInput):
        return _("要先在“%(label)s”前面打勾。") % words
    if isinstance(field.field.widget, CHOSEN):
        return _("请选“%(label)s”。") % words
    return _("请写“%(label)s”。") % words


def with_label(error: str, label: str | Promise) -> str:
    """``error``, after ``label`` where it does not name its field by itself."""
    named = quoted(label).removesuffix("：") in error
    return error if named else _("%(label)s：%(error)s") % {"label": label, "error": error}
