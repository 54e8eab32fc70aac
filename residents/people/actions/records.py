"""Records that the committee edits at the desk: flats, households, owners, buildings."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.models import User
from residents.people.signals import record_kept
from residents.places.models import Building, Flat, Household, Owner, Ownership

Record = Building | Flat | Household | Owner | Ownership
R = TypeVar("R", bound=Model)


def lock_building_of(record: Record) -> None:
    """Lock households, then the building, then its flats and owners, in the same order as an
    import."""
    if isinstance(record, Ownership):
        record = record.flat
    if isinstance(record, Household) and record.pk:
        list(Household.objects.select_for_update(of=("self",)).filter(pk=record.pk))
    pk = record.pk if isinstance(record, Building) else record.building_id
    list(Building.objects.select_for_update(no_key=True).filter(pk=pk))


def lock_record(record: R) -> R:
    rows = type(record)._default_manager.select_for_update(of=("self",))
    found = rows.filter(pk=record.pk).first()
    if found is None:
        raise Refused(_("这一条已经不在名册里了，没有保存。"))
    return found


def _refuse_if_parents_gone(record: Record) -> None:
    named: list[Flat | Owner] = []
    if isinstance(record, Household | Ownership):
        named.append(record.flat)
    if isinstance(record, Ownership):
        named.append(record.owner)
    for one in named:
        if not type(one)._default_manager.filter(pk=one.pk).exists():
            raise Refused(_("这一条已经不在名册里了，没有保存。"))


@transaction.atomic
def save_record(record: Record, *, changed: Collection[str], added: bool, by: User) -> None:
    """Save a record, with a line in the building's journal.

    ``changed`` are the names of the model fields to write. If it is empty for an existing record,
    nothing happens. Raises Refused if the import of the record was undone.
    """
    if added:
        lock_building_of(record)
        _refuse_if_parents_gone(record)
        record.save()
    elif changed:
        lock_building_of(record)
        lock_record(record)
        record.save(update_fields=[*changed])
    else:
        return
    if isinstance(record, Building):
        record.refresh_from_db(fields=["lane_shown"])  # computed by the database
    record_kept.send(sender=type(record), record=record, changed=changed, added=added, by=by)
