"""Laws and documents behind steps and postings, as they are written: ``沪房更新〔2024〕126号：…``."""

from __future__ import annotations

import datetime as dt
import re

YEAR = re.compile(r"[〔（](\d{4})[〕年]")
"""The year in the number of a document."""


def is_younger(source: str, day: dt.date, *, law_date: dt.date | None = None) -> bool:
    """Return whether a source came after ``day``, by its own day, or by the year in its number if that
    is not known."""
    if law_date:
        return day < law_date
    years = [int(year) for year in YEAR.findall(source)]
    return bool(years) and day.year < max(years)
