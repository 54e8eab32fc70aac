"""Signals of residents. They are sent inside the transaction, and an error in a receiver rolls it
back."""

from __future__ import annotations

from django.dispatch import Signal

office_appointed = Signal()  # office, by
office_ended = Signal()  # office, by
roster_imported = Signal()  # building, plan, by
roster_import_undone = Signal()  # imported, by
roster_exported = Signal()  # building, households, by
record_kept = Signal()  # record, changed: names of fields, added: whether it is new, by
list_exported = Signal()  # building, listed: a model, rows, by
phone_seen = (
    Signal()
)  # whose: User, Household or Owner; building, by, reason: a ``PhoneLookUpReason``
record_phone_written = Signal()  # record: Household or Owner; had_one, has_one: bool; by
person_forgotten = Signal()  # user (anonymous already), name and phone (before), buildings, by
consent_withdrawn = Signal()  # user, kind: of ``Consent.Kind``

slips_printed = Signal()  # slips, by
slip_revoked = Signal()  # slip, by
joined = Signal()  # joining, by
joining_undone = Signal()  # joining, by
key_renewed = Signal()  # slip
owner_slip_printed = Signal()  # slip: OwnerSlip, by
owner_slip_revoked = Signal()  # slip: OwnerSlip, by
owner_joined = Signal()  # access: OwnerAccess, by
owner_access_ended = Signal()  # access: OwnerAccess, by
account_changed = Signal()  # person, changed: names of fields, by
password_set = Signal()  # person, by: the keeper who set it
signed_in = Signal()  # user, cookies: of the browser
signed_out = Signal()  # user, cookies: of the browser; not sent when a session timed out
signed_out_elsewhere = Signal()  # user, cookies: of the browser that stays signed in
password_renewed = Signal()  # user: sessions and devices opened with the old password must end

building_closed = Signal()  # building, by
building_reopened = Signal()  # building, by
buildings_merged = Signal()  # building (closed), into, by
building_split = Signal()  # building, made, flats: moved from ``building`` to ``made``; by
flat_closed = Signal()  # flat, by
flat_reopened = Signal()  # flat, by
household_left = Signal()  # household (closed), by
household_came = Signal()  # household (new in its flat), by
household_moved = Signal()  # before, after: Household; by
household_reopened = Signal()  # household, by
flats_replaced = Signal()  # before, after: lists of flats that were merged or split; by
flats_sold = Signal()  # flats, owner, on: first day, by
owners_merged = Signal()  # owner, others: lists of owners, flats: theirs, by
owner_split = Signal()  # owner, other: the new owner of ``flats``, by
moved_out = Signal()  # membership, by
answering_changed = Signal()  # membership, by
guessing_stopped = Signal()  # building
pin_locked = Signal()  # device, buildings
