"""Make Django's date fields of forms refuse years that nobody means (ADR 23)."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(1900, 2200)
"""Outside, a time zone or a calendar file may leave the range of the database or of Python."""

D = TypeVar("D", bound=dt.date)

_date_to_python = forms.DateField.to_python
_datetime_to_python = forms.DateTimeField.to_python


def patch_date_fields() -> None:
    # for all fields
    forms.DateField.to_python = _clean_date  # type: ignore[assignment, method-assign]
    forms.DateTimeField.to_python = _clean_datetime  # type: ignore[assignment, method-assign]


def _clean_date(field: forms.DateField, value: Any) -> dt.date | None:
    return _checked(_date_to_python(field, value))


def _clean_datetime(field: forms.DateTimeField, value: Any) -> dt.datetime | None:
    return _checked(_datetime_to_python(field, value))


def _checked(day: D | None) -> D | None:
    """Raises ValidationError, code ``year``."""
    if day is not None and day.year not in YEARS:
        raise ValidationError(_("年份不对，请重新填。"), code="year")
    return day
