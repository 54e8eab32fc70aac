"""What the committee writes down at its desk: flats, households, owners, buildings."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from residents.models import Building, Flat, Household, Owner, Ownership, User
from residents.signals import record_kept

Record = Building | Flat | Household | Owner | Ownership


@transaction.atomic
def keep_record(record: Record, *, changed: Collection[str], added: bool, by: User) -> None:
    """Save it with a line in the journal that the building's residents read.

    ``changed``: names of the model's fields; no other field is written. Nothing happens where an
    existing record has none.
    """
    if added:
        record.save()
    elif changed:
        type(record)._default_manager.select_for_update().get(pk=record.pk)
        record.save(update_fields=[*changed])
    else:
        return
    if isinstance(record, Building):
        record.refresh_from_db(fields=["lane_shown"])  # which the database has just settled
    record_kept.send(sender=type(record), record=record, changed=changed, added=added, by=by)
