"""The things that belong to a matter by the links of the journal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef

from governance.journal.models import Link, LinkKind
from governance.matters.lifecycle import Stage
from governance.matters.models import Matter, UntiedThing
from residents.models import Building, Standing
from residents.rooms.manifest import thing_types
from residents.rooms.things import ThingView
from residents.rooms.waiting import Thing

LABEL = "matters.matter"
MAX_DEPTH = 8
"""Links between the matter and the farthest thing. It also ends cycles."""
MAX_THINGS = 300
"""Things of one matter that are found."""
BEGINNINGS = {
    "canvass.canvass",
    "charters.edition",
    "lounge.thread",
    "meetings.resolution",
    "meetings.task",
    "notices.notice",
}
"""Labels of things from which a matter may be begun."""
NOT_PASSED = ["charters.edition", "meetings.meeting", "notices.circular"]
"""Things of many matters: they belong to the matter, and what else came of them does not."""

WALK = """
WITH RECURSIVE up(matter, type, id, depth, at) AS (
    SELECT one, %(label)s::text, one, 0, NULL::timestamptz FROM unnest(%(matters)s::bigint[]) one
    UNION
    SELECT up.matter, link.cause_type::text, link.cause_id, up.depth + 1, link.at
    FROM up JOIN journal_link link ON (link.effect_type, link.effect_id) = (up.type, up.id)
    WHERE up.depth < %(deepest)s AND link.building_id = %(building)s
    AND link.cause_type <> %(label)s AND NOT up.type = ANY(%(not_passed)s)
    AND NOT EXISTS (SELECT FROM matters_untiedthing gone WHERE gone.matter_id = up.matter
        AND (gone.thing_type, gone.thing_id) = (link.cause_type, link.cause_id))
),
down(matter, type, id, depth, at, carried) AS (
    SELECT matter, type, id, 0, at, false FROM up
    UNION
    SELECT down.matter, link.effect_type::text, link.effect_id, down.depth + 1, link.at,
        link.kind = %(carried)s
    FROM down JOIN journal_link link ON (link.cause_type, link.cause_id) = (down.type, down.id)
    WHERE down.depth < %(deepest)s AND link.building_id = %(building)s
    AND link.effect_type <> %(label)s AND NOT down.type = ANY(%(not_passed)s)
    AND NOT EXISTS (SELECT FROM matters_untiedthing gone WHERE gone.matter_id = down.matter
        AND (gone.thing_type, gone.thing_id) = (link.effect_type, link.effect_id))
)
SELECT matter, type, id, from_above, carrying FROM (
    SELECT matter, type, id, bool_or(from_above) AS from_above, bool_and(carried) AS carrying,
        row_number() OVER (PARTITION BY matter ORDER BY min(at), id) AS place
    FROM (
        SELECT matter, type, id, depth > 0 AS from_above, false AS carried, at FROM up
        UNION ALL SELECT matter, type, id, false, carried, at FROM down WHERE depth > 0
    ) found
    WHERE (type, id) <> (%(label)s, matter)
    GROUP BY matter, type, id
) placed
WHERE place <= %(most)s ORDER BY matter, place
"""
"""Of each matter up to its causes, down from all of these, and on neither way past another matter or
a thing that was untied. Ordered by time."""

CANDIDATES = """
WITH RECURSIVE up(type, id, depth) AS (
    SELECT %(type)s::text, %(id)s::bigint, 0
    UNION
    SELECT link.cause_type::text, link.cause_id, up.depth + 1
    FROM up JOIN journal_link link ON (link.effect_type, link.effect_id) = (up.type, up.id)
    WHERE up.depth < %(deepest)s AND up.type <> %(label)s
),
down(type, id, depth) AS (
    SELECT type, id, 0 FROM up
    UNION
    SELECT link.effect_type::text, link.effect_id, down.depth + 1
    FROM down JOIN journal_link link ON (link.cause_type, link.cause_id) = (down.type, down.id)
    WHERE down.depth < %(deepest)s AND down.type <> %(label)s
)
SELECT DISTINCT id FROM down WHERE type = %(label)s
"""


@dataclass(frozen=True, slots=True)
class Ties:
    """The things of a matter, by the label of their models."""

    causes: list[Thing] = field(default_factory=list)
    others: list[Thing] = field(default_factory=list)
    carrying: list[Thing] = field(default_factory=list)
    """Canvasses that carry a notice or an invitation of the matter to every door."""

    @property
    def all(self) -> list[Thing]:
        return [*self.causes, *self.others, *self.carrying]

    def ids_of(self, label: str) -> set[int]:
        return {pk for one, pk in self.all if one == label}

    def shown_ids_of(self, label: str) -> set[int]:
        """Leave out what carries another thing."""
        return {pk for one, pk in (*self.causes, *self.others) if one == label}

    @property
    def shown(self) -> list[Thing]:
        return [*self.causes, *self.others]


@dataclass(frozen=True, slots=True)
class TiedView:
    """A tied thing as a reader sees it, with its key for the form that unties it."""

    key: str
    view: ThingView
    is_cause: bool


def ties_of(matter: Matter) -> Ties:
    return ties_of_each([matter])[matter.pk]


def ties_of_each(matters: Collection[Matter]) -> dict[int, Ties]:
    """Map the keys of matters of one building to their things. One statement."""
    found = {matter.pk: Ties() for matter in matters}
    values: dict[str, str | int | list[str] | list[int]] = {
        "label": LABEL,
        "matters": list(found),
        "building": next((matter.building_id for matter in matters), 0),
        "deepest": MAX_DEPTH,
        "not_passed": NOT_PASSED,
        "carried": LinkKind.CARRIED_BY.value,
        "most": MAX_THINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(WALK, values)
        for matter, label, pk, from_above, carrying in cursor.fetchall():
            ties = found[matter]
            where = ties.causes if from_above else ties.carrying if carrying else ties.others
            where.append((label, pk))
    return found


def ties_of_others(matter: Matter) -> Ties:
    """Return what belongs to other matters of the building that were not given up, and not to this
    one. Things of many matters are left out. One statement."""
    going_on = Matter.objects.filter(building=matter.building_id).exclude(stage=Stage.DROPPED)
    each = ties_of_each([*going_on, matter])
    own = set(each.pop(matter.pk).all)
    taken = {thing for ties in each.values() for thing in ties.all} - own
    return Ties(others=[thing for thing in taken if thing[0] not in NOT_PASSED])


def tied_views_of(ties: Ties, standing: Standing) -> list[TiedView]:
    """Return what the reader may see of them, in the order of time. Needs one query for each type."""
    types, of_type = thing_types(), dict[str, set[int]]()
    for label, pk in ties.shown:
        of_type.setdefault(label, set()).add(pk)
    views = {
        (label, pk): view
        for label, pks in of_type.items()
        if label in types
        for pk, view in types[label].views_of(pks, standing).items()
    }
    return [
        TiedView(f"{thing[0]}:{thing[1]}", views[thing], is_cause)
        for is_cause, things in ((True, ties.causes), (False, ties.others))
        for thing in things
        if thing in views
    ]


def matters_of(thing: Thing) -> list[Matter]:
    """Return the matters to which a thing belongs."""
    label, pk = thing
    values: dict[str, str | int] = {"type": label, "id": pk, "label": LABEL, "deepest": MAX_DEPTH}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, values)
        found = [one for (one,) in cursor.fetchall()]
    rows = Matter.objects.filter(pk__in=found).select_related("building").order_by("pk")
    candidates = list(rows)
    ties = ties_of_each(candidates)
    return [matter for matter in candidates if pk in ties[matter.pk].ids_of(label)]


def untied_views_of(matter: Matter, standing: Standing) -> list[TiedView]:
    """Return what was untied, to take it back."""
    rows = UntiedThing.objects.filter(matter=matter).order_by("pk")[:MAX_THINGS]
    untied = Ties(others=[(row.thing_type, row.thing_id) for row in rows])
    return tied_views_of(untied, standing)


def leads_to_matter(thing: Thing) -> bool:
    """Whether a matter may be begun from the thing: neither from another matter, nor from what is
    kept for one, such as an account."""
    return thing[0] in BEGINNINGS


def matters_begun_in(building: Building) -> dict[Thing, int]:
    """Map the things from which matters of the building were begun to the keys of the latest ones that
    are not given up. One statement."""
    going_on = Matter.objects.filter(pk=OuterRef("effect_id")).exclude(stage=Stage.DROPPED)
    links = Link.objects.filter(
        Exists(going_on), building=building, effect_type=LABEL, kind=LinkKind.CAME_FROM
    )
    rows = links.order_by("pk").values_list("cause_type", "cause_id", "effect_id")
    return {(label, pk): matter for label, pk, matter in rows}


def matter_begun_from(thing: Thing) -> Matter | None:
    """Return the matter that was begun from the thing and is not given up."""
    label, pk = thing
    effects = Link.objects.filter(
        cause_type=label, cause_id=pk, effect_type=LABEL, kind=LinkKind.CAME_FROM
    )
    found = Matter.objects.filter(pk__in=effects.values("effect_id")).exclude(stage=Stage.DROPPED)
    return found.select_related("building").order_by("pk").first()
