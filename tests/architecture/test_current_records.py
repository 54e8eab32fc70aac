"""Buildings, flats and households are only listed by queries that leave out closed ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
SOURCES = [
    path
    for room in ("governance", "residents")
    for path in sorted((ROOT / room).rglob("*.py"))
    if not {"migrations", "models"} & set(path.parts)
]
DATED = {"Building", "Flat", "Household"}
BY_DAY = {
    "current",
    "not_closed",
    "living_in",
    "living_in_any",
    "not_closed_in_any",
    "not_closed_in",
}
BY_KEY = {"get", "in_bulk", "create", "bulk_create", "none"}
"""Rows by key, new rows, or no rows."""
NEUTRAL = {"select_for_update", "select_related", "using"}
ALLOWED = {
    "residents/places/actions.py: Building.objects.filter": "pages of the past name it too",
    "governance/demo/crowd/journal.py: Building.objects.bulk_update": "made a moment ago",
    "governance/demo/crowd/neighbourhood.py: Building.objects.count": "a number that no building has",
    "governance/demo/installation.py: Building.objects.exists": "is the database empty?",
    "governance/demo/management/commands/demo.py: Building.objects.exists": "is it empty?",
    "governance/journal/management/commands/verify_journal.py: Building.objects.all": "all journals",
    "governance/journal/management/commands/verify_journal.py: Building.objects.filter": "one journal",
    "governance/journal/queries.py: Building.objects.all": "all journals of a restored backup",
    "governance/journal/queries.py: Building.objects.annotate": "the ends of all journals",
    "governance/search/management/commands/reindex.py: Building.objects.order_by": "the past too",
    "residents/cells/exporting.py: Building.objects.filter": "those that are not closed",
    "residents/cells/importing.py: Building.objects.filter": "addresses that are taken",
    "residents/changes/actions/buildings.py: Flat.objects.filter": "those that ended with their building",
    "residents/changes/actions/homes.py: Household.objects.filter": "what is entered for a later day",
    "residents/signin/actions/guessing.py: Building.objects.filter": "by the name in its address",
    "residents/changes/forms/buildings.py: Building.objects.filter": "a number that was given before",
    "residents/management/commands/export_roster.py: Building.objects.filter": "by its address",
    "residents/management/commands/import_roster.py: Building.objects.filter": "by its address",
    "residents/places/queries.py: Building.objects.filter": "addresses that were given before",
    "residents/people/queries/buildings.py: Building.objects.filter": "addresses, and where one ever was",
    "residents/changes/actions/closing.py: Household.objects.filter": "the last household of a closed flat",
    "residents/changes/queries/closing.py: Flat.objects.filter": "what has the number of a closed flat",
    "residents/changes/queries/closing.py: Household.objects.filter": "who came after a household left",
    "governance/demo/meetings.py: Household.objects.filter": "a building made a moment ago",
    "governance/meetings/queries/page.py: Household.objects.filter": "on a day, and who was there",
    "residents/privacy/actions/forgetting.py: Household.objects.filter": "a name is struck from the past too",
    "residents/roster/actions/applying.py: Flat.objects.filter": "was there a closed one before?",
    "governance/ledger/queries/sight.py: Flat.objects.filter": "by the reader's homes and owners",
    "governance/journal/receivers/words.py: Flat.objects.filter": "flats of an ownership",
    "residents/changes/queries/related.py: Household.objects.filter": "the past of a flat, with its days",
}


def listings(source: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            names = _chain(call.func)
            if len(names) > 2 and names[0] in DATED and names[1] == "objects":
                asked = [name for name in names[2:] if name not in NEUTRAL]
                first = asked[0] if len(asked) == 1 else None
                if first and first not in BY_DAY | BY_KEY and not _asks_for_keys(call):
                    yield f"{names[0]}.objects.{first}"


def _asks_for_keys(call: ast.Call) -> bool:
    return bool(call.keywords) and all(
        word.arg and word.arg.split("__")[0] == "pk" for word in call.keywords
    )


def _chain(node: ast.expr) -> list[str]:
    """Return ["A", "objects", "b", "c"] for ``A.objects.b(…).c``."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _chain(node.func)
    return [node.id] if isinstance(node, ast.Name) else []


def test_no_module_lists_them_without_a_day():
    found = {
        f"{path.relative_to(ROOT)}: {asked}"
        for path in SOURCES
        for asked in listings(path.read_text())
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Household.objects.filter(building=b)", ["Household.objects.filter"]),
        ("Household.objects.filter(pk=1)", []),
        ("Household.objects.exclude(occupancy='empty').count()", ["Household.objects.exclude"]),
        ("Flat.objects.all()", ["Flat.objects.all"]),
        ("Flat.objects.order_by('room')", ["Flat.objects.order_by"]),
        ("Household.objects.select_for_update().filter(building=b)", ["Household.objects.filter"]),
        ("Household.objects.living_in(b).occupied()", []),
        ("Household.objects.current().filter(pk=1)", []),
        ("Household.objects.select_for_update().get(pk=1)", []),
        ("Flat.objects.get(pk=1)", []),
    ],
)
def test_a_listing_without_a_day_is_found(line, found):
    assert list(listings(line)) == found
