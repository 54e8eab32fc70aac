"""What others may hear from residents. Sent inside the transaction; a failing receiver undoes it."""

from __future__ import annotations

from django.dispatch import Signal

office_appointed = Signal()  # office, by
office_ended = Signal()  # office, by
roster_imported = Signal()  # building, plan, by
roster_exported = Signal()  # building, households, by
phone_seen = Signal()  # person, building, by, reason: a word of ``LookUp``
person_forgotten = Signal()  # user (already nobody), name (until now), buildings, by
