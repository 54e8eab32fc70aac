"""Undo a whole import of a roster."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, ProtectedError
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.access.models import Slip
from residents.people.models import User
from residents.people.signals import roster_import_undone
from residents.places.models import Flat, Household, Owner, Ownership
from residents.roster.actions.applying import lock_for_import
from residents.roster.models import RosterImport
from residents.roster.queries.imports import UNDO_PERIOD, UndoPreview, undo_preview_of
from residents.roster_parser.undo_rows import UndoRow

ROWS_TO_DELETE = (Slip, Ownership, Household, Owner, Flat)
"""In an order that foreign keys allow."""


@transaction.atomic
def undo_import(imported: RosterImport, *, by: User) -> UndoPreview:
    """Delete what the import created, and restore what it changed. Raises Refused with all reasons
    if other records depend on it."""
    imported = _lock(imported)
    undoing = undo_preview_of(imported)
    if undoing.obstacles:
        raise Refused("\n".join(map(str, undoing.obstacles)))
    try:
        with transaction.atomic():
            _delete(undoing)
            _restore(undoing)
            _check_constraints_now()
    except (ProtectedError, IntegrityError) as held:
        raise Refused(_("您撤回的时候，有人正好用到了这次导入。请再看一遍。")) from held
    imported.undone_at, imported.undone_by, imported.kept = timezone.now(), by, None
    imported.save(update_fields=["undone_at", "undone_by", "kept"])
    roster_import_undone.send(sender=RosterImport, imported=imported, by=by)
    return undoing


def _lock(imported: RosterImport) -> RosterImport:
    """Lock slips, households and the building, in the order that joining uses, so that nobody joins
    meanwhile."""
    kept = [UndoRow(**one) for one in imported.kept or ()]
    made = [one.pk for one in kept if one.kind == "household" and one.before is None]
    list(Slip.objects.select_for_update(of=("self",)).filter(household__in=made).order_by("pk"))
    lock_for_import(imported.building)
    return RosterImport.objects.select_for_update(of=("self",)).get(pk=imported.pk)


def _delete(undoing: UndoPreview) -> None:
    for model in ROWS_TO_DELETE:
        manager: Any = model._default_manager
        manager.filter(pk__in=[row.pk for row in undoing.made[model]]).delete()


def _restore(undoing: UndoPreview) -> None:
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    names: dict[type[Model], set[str]] = defaultdict(set)
    for row, kept in undoing.changed:
        kept.restore(row)
        rows[type(row)].append(row)
        names[type(row)] |= set(kept.before or ())
    for model, changed in rows.items():
        manager: Any = model._default_manager
        manager.bulk_update(changed, sorted(names[model]))


def _check_constraints_now() -> None:
    """Check foreign keys now rather than at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def delete_old_undo_rows() -> int:
    old = RosterImport.objects.filter(at__lte=timezone.now() - UNDO_PERIOD)
    return old.exclude(kept__isnull=True).update(kept=None)
