"""The database's clock, which decides about deadlines."""

from __future__ import annotations

import datetime as dt

from django.db import connection


def database_now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        hour: dt.datetime = cursor.fetchone()[0]
        return hour
