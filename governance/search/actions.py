"""Update the search index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.apps import apps
from django.db import transaction

from governance.journal.models import Line
from governance.search.models import Passage, index_word_of
from governance.search.searchable import subjects
from governance.search.words import as_tsvector
from louzu.lib.stored import stored_language
from residents.models import Building
from residents.rooms.contributions import Searchable

LONGEST = 20_000
"""Characters of a text that are indexed, because the size of a row is limited."""
PASSAGE_FIELDS = ("building_id", "audience", "title", "beneath", "text", "url", "at", "until")


def index_subject(line: Line) -> None:
    """Index the subject of the line in its present state, in the same transaction."""
    subject, pk = _indexed_by(line)
    if subject is None or pk is None:
        return
    added = subject.adding.get(line.verb)
    with stored_language():
        fresh = cast("Iterable[Passage]", (added or subject.passages_of)(pk))
        _renew(line.building, subject.kind, pk, fresh, only_more=bool(added))


def _indexed_by(line: Line) -> tuple[Searchable | None, int | None]:
    """Return what is searched for: the subject of the line, or the whole of which it is a part."""
    kind, pk = line.subject_type, line.subject_id
    if subject := subjects().get(kind):
        return subject, pk
    whole = next((one for one in subjects().values() if kind in one.parts), None)
    return whole, whole.parts[kind](pk) if whole else None


@transaction.atomic
def reindex(building: Building) -> int:
    """Rebuild the index of a building and return the number of passages.

    The lock of the building prevents new journal lines meanwhile.
    """
    Building.objects.select_for_update().get(pk=building.pk)
    Passage.objects.filter(building=building).delete()
    for kind, subject in subjects().items():
        rows = apps.get_model(kind)._default_manager.filter(building=building)
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            with stored_language():
                fresh = cast("Iterable[Passage]", subject.passages_of(pk))
                _renew(building, kind, pk, fresh, only_more=True)
    return Passage.objects.filter(building=building).count()


def _renew(
    building: Building, kind: str, pk: int, fresh: Iterable[Passage], *, only_more: bool
) -> None:
    """Write only passages that differ from the stored ones. With ``only_more``, existing passages
    are left alone."""
    kept = {} if only_more else {p.number: p for p in Passage.objects.about(kind, pk)}
    made = [_made(passage, building, kind, pk) for passage in fresh]
    if gone := kept.keys() - {passage.number for passage in made}:
        Passage.objects.about(kind, pk).filter(number__in=gone).delete()
    changed = [
        p for p in made if p.number not in kept or _stored_texts(p) != _stored_texts(kept[p.number])
    ]
    for passage in changed:
        passage.tokens = as_tsvector(passage.title, passage.text, place=index_word_of(building))
    Passage.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subject_type", "subject_id", "number"],
        update_fields=[*PASSAGE_FIELDS, "tokens"],
    )


def _made(passage: Passage, building: Building, kind: str, pk: int) -> Passage:
    passage.building, passage.subject_type, passage.subject_id = building, kind, pk
    passage.text = " ".join(passage.text[:LONGEST].split())
    return passage


def _stored_texts(passage: Passage) -> tuple[object, ...]:
    return tuple(getattr(passage, name) for name in PASSAGE_FIELDS)
