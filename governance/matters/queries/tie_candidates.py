"""Things of a building that the leader may tie to a matter."""

from __future__ import annotations

from django.apps import apps

from governance.lounge.models import Thread
from governance.matters.models import Matter
from governance.matters.queries.ties import Ties, ties_of_others
from louzu.lib.text import truncated
from residents.models import Standing
from residents.rooms.manifest import thing_types

MAX_OF_EACH = 40
"""The newest things of each type."""
MAX_WORDS = 40
BY_BUILDING = {
    "lounge.thread": "building",
    "canvass.canvass": "building",
    "meetings.meeting": "building",
    "meetings.task": "building",
    "notices.notice": "building",
    "charters.edition": "charter__building",
}
"""Label of a type → lookup from its rows to the building."""
Candidates = list[tuple[str, list[tuple[str, str]]]]
"""Groups of choices: the name of the group, and pairs of key and words."""


def tie_candidates_for(matter: Matter, standing: Standing, ties: Ties) -> Candidates:
    """Return what the reader may see and is tied neither to this matter nor to another, the newest
    first, by type. What somebody told the leader without a name, and what was hidden, is not offered.
    Needs two queries for each type."""
    others = ties_of_others(matter)
    types, found = thing_types(), list[tuple[str, list[tuple[str, str]]]]()
    for label, path in BY_BUILDING.items():
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{path: matter.building}).order_by("-pk")
        if model is Thread:
            rows = rows.exclude(author=None).exclude(hidden=True)
        pks = list(rows.values_list("pk", flat=True)[:MAX_OF_EACH])
        views = types[label].views_of(pks, standing)
        choices = [
            (f"{label}:{pk}", truncated(f"{views[pk].title}（{views[pk].state}）", MAX_WORDS))
            for pk in pks
            if pk in views and pk not in ties.ids_of(label) | others.ids_of(label)
        ]
        if choices:
            found.append((str(model._meta.verbose_name), choices))
    return found
