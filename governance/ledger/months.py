"""Months in words."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _


def format_months(since: dt.date, until: dt.date) -> str:
    """Format as ``2021年4月``, or ``2021年4月到2021年5月`` for days of two months."""
    begin, end = (
        _("%(year)s年%(month)s月") % {"year": day.year, "month": day.month}
        for day in (since, until)
    )
    return begin if begin == end else _("%(begin)s到%(end)s") % {"begin": begin, "end": end}
