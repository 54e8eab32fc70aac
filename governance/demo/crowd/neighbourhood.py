"""Create a neighbourhood of any size with years of history, to measure the committee's desk.

Rows are inserted in bulk as the rooms' actions would write them. ``manage.py reindex`` makes the
content searchable.
"""

from __future__ import annotations

from django.db import connection, transaction

from governance.demo.crowd.canvasses import create_canvasses
from governance.demo.crowd.journal import past_dates_allowed, write_journal
from governance.demo.crowd.notices import create_notices
from governance.demo.crowd.people import create_buildings, create_people
from governance.demo.crowd.threads import create_threads
from residents.models import Building, Neighbourhood

BATCH = 25


def build_crowd(neighbourhood: Neighbourhood, *, buildings: int, years: int) -> int:
    """Create the buildings in batches and return the number of journal lines. The same arguments
    give the same data."""
    first = Building.objects.count()
    lines = 0
    for begin in range(0, buildings, BATCH):
        numbers = range(first + begin, first + min(begin + BATCH, buildings))
        with transaction.atomic(), past_dates_allowed():
            places = create_buildings(neighbourhood, numbers)
            create_people(places)
            create_threads(places, years)
            create_notices(places, years)
            create_canvasses(places, years)
            lines += write_journal(places)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return lines
