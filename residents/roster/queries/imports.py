"""Queries of imports, and what undoing one would do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import DO_NOTHING, Field, ForeignObjectRel, Model, Q, QuerySet
from django.utils.translation import gettext as _

from louzu.lib.phone_numbers import mask_phones
from louzu.lib.quoting import quoted
from louzu.lib.time import format_day
from residents.access.models import Slip
from residents.people.models import Membership
from residents.places.models import Building, Flat, Household, Owner, Ownership
from residents.roster.models import RosterImport
from residents.roster_parser.home_changes import FieldChange
from residents.roster_parser.undo_rows import (
    MODELS_BY_KIND,
    ImportedRow,
    UndoRow,
    field_as_text,
    row_digest,
)

UNDO_PERIOD = dt.timedelta(days=90)
RELATED: dict[type[Model], tuple[str, ...]] = {
    Household: ("flat",),
    Ownership: ("flat", "owner"),
}


@dataclass(frozen=True, slots=True)
class UndoObstacle:
    """A reason against undoing an import, and its place; "" for the whole import."""

    place: str
    why: str

    def __str__(self) -> str:
        words = {"place": self.place, "why": self.why}
        return _("%(place)s：%(why)s") % words if self.place else self.why


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing ``imported`` would do. ``made`` are the rows to delete by model, including
    unused slips; ``changed`` are those to restore."""

    imported: RosterImport
    made: dict[type[Model], list[Any]]
    changed: list[tuple[ImportedRow, UndoRow]]
    obstacles: tuple[UndoObstacle, ...]

    @property
    def flats(self) -> list[Flat]:
        return self.made[Flat]

    @property
    def households(self) -> list[Household]:
        return self.made[Household]

    @property
    def owners(self) -> list[Owner]:
        return self.made[Owner]

    @property
    def slips(self) -> list[Slip]:
        return self.made[Slip]

    @property
    def returns(self) -> list[tuple[str, list[FieldChange]]]:
        found: dict[str, list[FieldChange]] = defaultdict(list)
        for row, kept in self.changed:
            if not isinstance(row, Ownership):
                found[_place(row)] += [*_changes_of(row, kept)]
        for place, change in self._owners():
            found[place].append(change)
        return sorted(found.items())

    def _owners(self) -> Iterator[tuple[str, FieldChange]]:
        going = {flat.pk for flat in self.flats}
        now = {one.flat: one.owner.name for one in self.made[Ownership] if one.flat_id not in going}
        ended = [row for row, _kept in self.changed if isinstance(row, Ownership)]
        then = {one.flat: one.owner.name for one in ended}
        for flat in now | then:
            yield str(flat), FieldChange(_("业主"), now.get(flat, ""), then.get(flat, ""))


def imports_in(building: Building) -> QuerySet[RosterImport]:
    """Return imports, newest first, annotated with ``is_kept``: whether undoing is still possible."""
    imports = RosterImport.objects.filter(building=building).select_related("by", "undone_by")
    return imports.annotate(is_kept=Q(kept__isnull=False)).defer("kept")


def undo_preview_of(imported: RosterImport) -> UndoPreview:
    """Return the undo plan in a fixed number of queries."""
    kept = [UndoRow(**one) for one in imported.kept or ()]
    rows = _rows_of(kept)
    made: dict[type[Model], list[Any]] = {model: [] for model in MODELS_BY_KIND.values()}
    changed: list[tuple[ImportedRow, UndoRow]] = []
    for one in kept:
        row = rows.get((one.kind, one.pk))
        if row is not None and one.before is None:
            made[one.model].append(row)
        elif row is not None:
            changed.append((row, one))
    made[Slip] = [*_unused_slips(made[Household])]
    against = [
        *_import_obstacles(imported),
        *_changed_since(imported, kept, rows),
        *_references_to(made),
    ]
    return UndoPreview(imported, made, changed, tuple(against))


def _rows_of(kept: Sequence[UndoRow]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], object] = {}
    for kind, model in MODELS_BY_KIND.items():
        rows: QuerySet[Model] = model._default_manager.select_related(*RELATED.get(model, ()))
        there = rows.in_bulk([one.pk for one in kept if one.kind == kind])
        found |= {(kind, pk): row for pk, row in there.items()}
    return found


def _unused_slips(households: Sequence[Household]) -> QuerySet[Slip]:
    slips = Slip.objects.filter(household__in=households, used=0)
    return slips.exclude(kind=Slip.Kind.KEY).select_related("household__flat").order_by("pk")


def _import_obstacles(imported: RosterImport) -> Iterator[UndoObstacle]:
    if imported.undone_at:
        yield UndoObstacle("", _("这次导入已经撤回了。"))
    elif imported.kept is None:
        yield UndoObstacle("", _("这次导入以前是什么样，已经不留了，不能再撤回。"))
    later = RosterImport.objects.not_undone().filter(building=imported.building_id)
    for one in later.filter(pk__gt=imported.pk).defer("kept"):
        words = {"day": format_day(one.at), "name": quoted(one.name)}
        yield UndoObstacle("", _("%(day)s又导入过“%(name)s”，请先撤回那一次。") % words)


def _changed_since(
    imported: RosterImport, kept: Sequence[UndoRow], rows: dict[tuple[str, int], Any]
) -> Iterator[UndoObstacle]:
    """Yield rows that were changed after the import, with the day if the desk logged it."""
    other = [
        row
        for one in kept
        if (row := rows.get((one.kind, one.pk))) is not None and row_digest(row) != one.after
    ]
    days = _admin_change_dates(other, imported.at)
    places: dict[str, dt.datetime | None] = {}
    for row in other:
        places[_place(row)] = days.get((type(row), row.pk)) or places.get(_place(row))
    for place, at in sorted(places.items()):
        why = _("%(day)s有人改过。") % {"day": format_day(at)} if at else _("后来有人改过。")
        yield UndoObstacle(place, why)
    if len(rows) < len(kept):
        yield UndoObstacle("", _("有几样已经不在了。"))


def _admin_change_dates(
    rows: Iterable[Model], after: dt.datetime
) -> dict[tuple[type[Model], int], dt.datetime]:
    kinds = {ContentType.objects.get_for_model(model): model for model in {type(r) for r in rows}}
    entries = LogEntry.objects.filter(
        content_type__in=kinds, object_id__in=[str(row.pk) for row in rows], action_time__gt=after
    )
    found = entries.order_by("action_time").values_list("content_type", "object_id", "action_time")
    models = {kind.pk: model for kind, model in kinds.items()}
    return {(models[kind], int(pk)): at for kind, pk, at in found if pk}


def relations_to(model: type[Model]) -> list[ForeignObjectRel]:
    """Return the foreign keys to ``model`` that prevent the deletion of its rows."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and (relation.one_to_many or relation.one_to_one)
        and getattr(relation, "on_delete", None) is not DO_NOTHING
    ]


def _references_to(made: dict[type[Model], list[Any]]) -> Iterator[UndoObstacle]:
    found: dict[str, list[str]] = defaultdict(list)
    for model, rows in made.items():
        places = {row.pk: _place(row) for row in rows}
        for relation in relations_to(model):
            for pk in _referring_rows(relation, list(places), made):
                found[places[pk]].append(_model_label(relation.related_model))
    for place, things in sorted(found.items()):
        if str(Membership._meta.verbose_name) in things:
            yield UndoObstacle(place, _("已经有人加入。"))
        else:
            words = {"things": "、".join(dict.fromkeys(things))}
            yield UndoObstacle(place, _("后来有了：%(things)s。") % words)


def _referring_rows(
    relation: ForeignObjectRel, pks: list[int], made: dict[type[Model], list[Any]]
) -> Iterable[int]:
    field: Any = relation.field
    model: Any = relation.related_model
    rows = model._default_manager.filter(**{f"{field.name}__in": pks})
    going = [row.pk for row in made.get(model, ())]
    return (
        rows.exclude(pk__in=going).values_list(field.attname, flat=True).distinct() if pks else ()
    )


def _model_label(model: Any) -> str:
    declares = model._meta.auto_created or model
    return str(declares._meta.verbose_name)


def _place(row: object) -> str:
    if isinstance(row, Slip | Household):
        return _place(row.household) if isinstance(row, Slip) else str(row.flat)
    if isinstance(row, Ownership):
        return str(row.flat)
    if isinstance(row, Owner):
        return _("业主“%(name)s”") % {"name": quoted(row.name)}
    return str(row)


def _changes_of(row: ImportedRow, kept: UndoRow) -> Iterator[FieldChange]:
    for name, text in (kept.before or {}).items():
        field: Any = row._meta.get_field(name)
        yield FieldChange(
            str(field.verbose_name), _display_value(row, field), _display_old_value(field, text)
        )


def _display_value(row: ImportedRow, field: Field[Any, Any]) -> str:
    return _display_old_value(field, field_as_text(row, field.name))


def _display_old_value(field: Any, text: str | None) -> str:
    if not text:
        return ""
    if field.name == "phone":
        return mask_phones(text)
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    return text
