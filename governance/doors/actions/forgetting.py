"""Remove the name and phone number of a person from the notes of helpers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from residents.models import Building


@transaction.atomic
def forget_in_notes(buildings: Iterable[Building], *, name: str, phone: str) -> None:
    """The table is append-only, so a function of the database makes the change."""
    houses = [building.pk for building in buildings]
    with connection.cursor() as cursor:
        cursor.execute("SELECT doors_forget(%s::bigint[], %s, %s)", [houses, name, phone])
