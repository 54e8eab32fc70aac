"""The journal of the crowd.

Journal lines have past dates, which the trigger would not allow, so they are numbered and hashed
here in the same way, and ``verify_journal`` accepts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection

from governance.demo.crowd._shared import CrowdBuilding, bulk_create
from governance.journal.models import Line
from residents.models import Building


@contextmanager
def past_dates_allowed() -> Iterator[None]:
    """Disable the trigger of the journal, which would set the date of each line to now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER append")
        yield
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER append")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def write_journal(places: list[CrowdBuilding]) -> int:
    """Write the journal of each building in chronological order, numbered and hashed as by the
    database. Return the number of lines."""
    lines: list[Line] = []
    for place in places:
        previous = ""
        ordered = sorted(place.lines, key=lambda one: one.at)
        for number, one in zip(count(1), ordered, strict=False):
            line = Line(
                building=place.building,
                number=number,
                actor=one.by,
                verb=one.verb,
                office="",
                subject_type=one.subject._meta.label_lower,
                subject_id=one.subject.pk,
                subject_title=str(one.subject),
                subject_url=one.subject.get_absolute_url(),
                audience="residents",
                at=one.at,
                previous=previous,
            )
            line.digest = previous = line.computed_digest()
            lines.append(line)
        place.building.journal_version = len(ordered)
    at = Line._meta.get_field("at")
    at.auto_now_add = False  # keep the given times
    try:
        bulk_create(lines)
    finally:
        at.auto_now_add = True
    Building.objects.bulk_update([p.building for p in places], ["journal_version"])
    return len(lines)
