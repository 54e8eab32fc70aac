"""Make Django's CharField of forms clean its text (ADR 23)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from louzu.lib.text_input import clean_text, is_invisible

_to_python = forms.CharField.to_python


def patch_char_field() -> None:
    forms.CharField.to_python = _clean_to_python  # type: ignore[assignment,method-assign]  # for all fields


def _clean_to_python(field: forms.CharField, value: object) -> str | None:
    """Raises ValidationError, code ``invisible``, for text in which nothing can be seen.

    Passwords are not changed.
    """
    if isinstance(value, str) and not isinstance(field.widget, forms.PasswordInput):
        clean = clean_text(value, multiline=isinstance(field.widget, forms.Textarea))
        if value.strip() and is_invisible(clean):
            raise ValidationError(_("这里填的字看不见，请重新填。"), code="invisible")
        value = clean
    return _restore_indent(field, value, _to_python(field, value))


def _restore_indent(field: forms.CharField, typed: object, text: str | None) -> str | None:
    """Restore the indent of the first line, which Django strips: Chinese paragraphs are indented."""
    if not (text and isinstance(typed, str) and isinstance(field.widget, forms.Textarea)):
        return text
    before = typed[: len(typed) - len(typed.lstrip())].rpartition("\n")[2]
    is_indent = field.strip and set(before) == {"\u3000"}
    return before + text if is_indent else text
