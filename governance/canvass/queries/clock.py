"""The clock that counts is the database's."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from governance.canvass.models import Canvass


def now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def locked(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    """The canvass under its row lock, and the hour at which it was got."""
    return Canvass.objects.locked(canvass), now()
