"""Submitted forms, which are kept to detect repeated submissions."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from residents.people.models import Submission

INSERT_SUBMISSION = """
    INSERT INTO residents_submission (key, led_to, at) VALUES (%s, '', %s) ON CONFLICT DO NOTHING
"""


def forget_submissions(older_than: dt.timedelta = dt.timedelta(days=35)) -> int:
    """Return the number of deleted rows. A form that stays open for longer than this, or waits on a
    phone without signal, can be submitted twice."""
    old = Submission.objects.filter(at__lt=timezone.now() - older_than)
    forgotten, _by_model = old.delete()
    return forgotten


def register_submission(key: str) -> Submission | None:
    """Return the first submission with this key, or record this one and return None.

    Waits while a transaction with the same key is open. A repeated key is not an error, so a double
    click writes nothing to the log of the database.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SUBMISSION, [key, timezone.now()])
        if cursor.rowcount:
            return None
    return Submission.objects.get(pk=key)
