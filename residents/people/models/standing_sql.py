"""Fetch a building and the standing of a user in it, with the one query that every page needs."""

from __future__ import annotations

import datetime as dt

from django.db import connection, models
from django.utils import timezone

from residents.people.models.standing import Standing
from residents.places.models import Building, Neighbourhood


def _columns(model: type[models.Model], alias: str) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    return [f.attname for f in fields], ", ".join(f'{alias}."{f.column}"' for f in fields)


OWN, OWN_SQL = _columns(Building, "b")
AROUND, AROUND_SQL = _columns(Neighbourhood, "n")
# Written in SQL, because the ORM takes 3 ms per page to compose it.
STANDING_SQL = f"""
    SELECT {OWN_SQL}, {AROUND_SQL}, (
        SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'deputed', o.deputed)), '[]')
        FROM residents_office o
        WHERE o.user_id = %(user)s
            AND (o.building_id = b.id OR o.neighbourhood_id = b.neighbourhood_id)
            AND o.since <= %(today)s AND (o.until IS NULL OR o.until > %(today)s)
    ), (
        SELECT coalesce(json_agg(json_build_object(
            'household', h.id, 'room', f.room, 'answers', m.may_answer)), '[]')
        FROM residents_membership m
        JOIN residents_household h ON h.id = m.household_id AND h.building_id = b.id
        JOIN residents_flat f ON f.id = h.flat_id
        WHERE m.user_id = %(user)s
            AND m.since <= %(today)s AND (m.until IS NULL OR m.until > %(today)s)
    ), (
        SELECT coalesce(json_agg(DISTINCT a.owner_id), '[]')
        FROM residents_owneraccess a
        JOIN residents_owner w ON w.id = a.owner_id AND w.building_id = b.id
        JOIN residents_ownership s ON s.owner_id = w.id
            AND s.since <= %(today)s AND (s.until IS NULL OR s.until > %(today)s)
        WHERE a.user_id = %(user)s
            AND a.since <= %(today)s AND (a.until IS NULL OR a.until > %(today)s)
    )
    FROM residents_building b
    JOIN residents_neighbourhood n ON n.id = b.neighbourhood_id
    WHERE b.{{key}} = %(value)s
"""  # noqa: S608 -- only names of columns are inserted


def building_and_standing(
    user_pk: int, *, key: str, value: str | int
) -> tuple[Building, Standing] | None:
    """Return the building whose ``key`` (``slug`` or ``id``) is ``value``, with its neighbourhood,
    and what the user with ``user_pk`` (0 for a visitor) is in it today."""
    parameters: dict[str, str | int | dt.date] = {
        "user": user_pk,
        "today": timezone.localdate(),
        "value": value,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING_SQL.format(key=key), parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    building = Building.from_db(connection.alias, OWN, row[: len(OWN)])
    building.neighbourhood = Neighbourhood.from_db(connection.alias, AROUND, row[len(OWN) : -3])
    offices, homes, owned = row[-3:]
    return building, Standing.of(offices, homes, owned)
