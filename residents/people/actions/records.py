"""What the committee writes down at its desk: flats, households, owners, buildings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

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
    """The building before its flats and owners, but after its households: in the order of an import."""
    if isinstance(record, Ownership):
        record = record.flat
    if isinstance(record, Household) and record.pk:
        list(Household.objects.select_for_update(of=("self",)).filter(pk=record.pk))
    pk = record.pk if isinstance(record, Building) else record.building_id
    list(Building.objects.select_for_update(no_key=True).filter(pk=pk))


def lock_record(record: R) -> R:
    """As it is now. Raises Refused where the import that made it was taken back meanwhile."""
    manager: Any = type(record)._default_manager
    found: R | None = manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if found is None:
        raise Refused(_("这一条已经不在名册里了，没有保存。"))
    return found


def _refuse_if_parents_gone(record: Record) -> None:
    """Raises Refused."""
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
    """Save it with a line in the journal that the building's residents read.

    ``changed``: names of the model's fields; no other field is written. Nothing happens where an
    existing record has none. Raises Refused where an import that made it was taken back meanwhile.
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
        record.refresh_from_db(fields=["lane_shown"])  # which the database has just settled
    record_kept.send(sender=type(record), record=record, changed=changed, added=added, by=by)
