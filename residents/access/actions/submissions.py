"""Forms that were sent."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from residents.people.models import Submission

INSERT_SUBMISSION = """
    INSERT INTO residents_submission (key, led_to, at) VALUES (%s, '', %s) ON CONFLICT DO NOTHING
"""


def forget_submissions(older_than: dt.timedelta = dt.timedelta(days=7)) -> int:
    """How many were forgotten. A form that was open longer than this would do its work again."""
    old = Submission.objects.filter(at__lt=timezone.now() - older_than)
    forgotten, _by_model = old.delete()
    return forgotten


def first_submission(key: str) -> Submission | None:
    """The first sending of the form with this key; None when this is it, which is noted.

    Waits for a twin whose transaction is still open. A twin is no error, so that a double click
    writes nothing into the log of the database.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SUBMISSION, [key, timezone.now()])
        if cursor.rowcount:
            return None
    return Submission.objects.get(pk=key)
