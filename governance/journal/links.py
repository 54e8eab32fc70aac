"""Queries of links: what a thing came from, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from governance.journal.models import LinkKind
from residents.models import Standing
from residents.rooms.manifest import thing_types
from residents.rooms.things import ThingView
from residents.rooms.waiting import Thing

MAX_DEPTH = 8
"""The largest number of links between two things shown on one page. It also ends cycles."""
MAX_THINGS = 40
"""The largest number of things in each direction."""

WALK = """
WITH RECURSIVE start(type, id) AS (SELECT * FROM unnest(%(types)s::text[], %(ids)s::bigint[])),
up(type, id, depth, at) AS (
    SELECT type, id, 0, NULL::timestamptz FROM start
    UNION
    SELECT link.cause_type, link.cause_id, up.depth + 1, link.at
    FROM up JOIN journal_link link ON (link.effect_type, link.effect_id) = (up.type, up.id)
    WHERE up.depth < %(deepest)s
),
down(type, id, depth, at) AS (
    SELECT type, id, 0, NULL::timestamptz FROM start
    UNION
    SELECT link.effect_type, link.effect_id, down.depth + 1, link.at
    FROM down JOIN journal_link link ON (link.cause_type, link.cause_id) = (down.type, down.id)
    WHERE down.depth < %(deepest)s AND link.kind <> %(carried)s
)
(SELECT true, type, id FROM up WHERE (type, id) NOT IN (SELECT type, id FROM start)
 GROUP BY type, id ORDER BY max(depth) DESC, min(at) LIMIT %(most)s)
UNION ALL
(SELECT false, type, id FROM down WHERE (type, id) NOT IN (SELECT type, id FROM start)
 GROUP BY type, id ORDER BY min(at), min(depth) LIMIT %(most)s)
"""
"""Things up to the causes, the farthest first, then those down to the effects, the earliest first. A
canvass that carries a notice or an invitation to every door is no effect of it, but a part."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What a reader may see of where a thing comes from and what came of it."""

    came_from: list[ThingView]
    led_to: list[ThingView]


def origins_of(things: Iterable[Thing], standing: Standing) -> Origins:
    """Return the origins of the things of one page. Needs one query, and one for each type of thing
    that it finds."""
    found = _linked(things)
    of_type: dict[str, set[int]] = {}
    for _is_cause, (label, pk) in found:
        of_type.setdefault(label, set()).add(pk)
    types = thing_types()
    views = {
        (label, pk): view
        for label, pks in of_type.items()
        if label in types
        for pk, view in types[label].views_of(pks, standing).items()
    }
    came_from, led_to = (
        [views[thing] for is_cause, thing in found if is_cause is up and thing in views]
        for up in (True, False)
    )
    return Origins(came_from, led_to)


def causes_of(thing: Thing) -> list[Thing]:
    """Return everything that led to the thing, the farthest first."""
    return [found for is_cause, found in _linked([thing]) if is_cause]


def _linked(things: Iterable[Thing]) -> list[tuple[bool, Thing]]:
    """Return pairs: whether it is a cause, and the thing."""
    start = list(things)
    values: dict[str, str | int | list[str] | list[int]] = {
        "types": [label for label, _pk in start],
        "ids": [pk for _label, pk in start],
        "deepest": MAX_DEPTH,
        "most": MAX_THINGS,
        "carried": LinkKind.CARRIED_BY.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(WALK, values)
        return [(up, (label, pk)) for up, label, pk in cursor.fetchall()]
