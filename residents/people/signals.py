"""What others may hear from residents. Sent inside the transaction; a failing receiver undoes it."""

from __future__ import annotations

from django.dispatch import Signal

office_appointed = Signal()  # office, by
office_ended = Signal()  # office, by
roster_imported = Signal()  # building, plan, by
roster_import_undone = Signal()  # imported, by
roster_exported = Signal()  # building, households, by
record_kept = Signal()  # record, changed: names of fields, added: is it new?, by
list_exported = Signal()  # building, listed: a model, rows, by
phone_seen = (
    Signal()
)  # whose: User, Household or Owner; building, by, reason: a word of ``PhoneLookUpReason``
record_phone_written = Signal()  # record: Household or Owner; had_one, has_one: a number? by
person_forgotten = Signal()  # user (already nobody), name and phone (until now), buildings, by

slips_printed = Signal()  # slips, by
slip_revoked = Signal()  # slip, by
joined = Signal()  # joining, by
joining_undone = Signal()  # joining, by
key_renewed = Signal()  # slip
account_changed = Signal()  # person, changed: names of fields, by
password_set = Signal()  # person, by: who keeps the installation chose it for them
password_renewed = Signal()  # user: who held the old one shall hold nothing it opened

building_closed = Signal()  # building, by
building_reopened = Signal()  # building, by
buildings_merged = Signal()  # building: closed, into, by
building_split = Signal()  # building, made, flats: of ``building``, that went to ``made``; by
flat_closed = Signal()  # flat, by
flat_reopened = Signal()  # flat, by
household_left = Signal()  # household: it is closed, by
household_came = Signal()  # household: it is new in its flat, by
household_moved = Signal()  # before and after: Household, by
household_reopened = Signal()  # household, by
flats_replaced = Signal()  # before and after: lists of flats, by: merged or split
flats_sold = Signal()  # flats, owner, on: from which day, by
owners_merged = Signal()  # owner, others: lists of owners, flats: theirs, by
owner_split = Signal()  # owner, other: who has ``flats`` from now on, by
moved_out = Signal()  # membership, by
answering_changed = Signal()  # membership, by
guessing_stopped = Signal()  # building
pin_locked = Signal()  # device, buildings
