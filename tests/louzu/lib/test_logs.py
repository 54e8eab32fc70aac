from __future__ import annotations

import logging

import pytest
from django.db import IntegrityError, connection

from louzu.lib.logs import RedactingFormatter
from tests.factories import UserFactory

PHONE = "13800012345"


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [None, f"phone=({PHONE})"])
def test_a_traceback_tells_the_error_without_the_values_of_its_row(kept):
    UserFactory.create_batch(2)
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("UPDATE residents_user SET phone = %s, phone_verified_at = now()", [PHONE])
    assert PHONE in str(caught.value)
    above = RuntimeError("for want of a number")
    above.__cause__ = caught.value
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, "failed", None, (RuntimeError, above, None)
    )
    record.exc_text = kept
    text = RedactingFormatter("%(message)s").format(record)
    assert "duplicate key value violates unique constraint" in text
    assert PHONE not in text
