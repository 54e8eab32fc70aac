"""Validate times at which something has happened."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def refuse_future(value: dt.date | dt.datetime) -> None:
    """Validator of a form field. A day is refused from tomorrow on."""
    now = timezone.now() if isinstance(value, dt.datetime) else timezone.localdate()
    if value > now:
        raise ValidationError(_("这个时候还没到。请改成今天或者以前的。"))
