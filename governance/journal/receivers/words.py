"""Titles of journal lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy

from louzu.lib.stored import stored, stored_language
from louzu.lib.time import format_day
from residents.models import (
    Building,
    Flat,
    Household,
    Office,
    Owner,
    Ownership,
    Slip,
    User,
)
from residents.people.actions.records import Record
from residents.people.models.standing import KEEPER
from residents.people.rules import standing_of


def subject_of(thing: Model, title: str) -> tuple[str, int, str]:
    return (thing._meta.label_lower, thing.pk, title)


def building_of(record: Flat | Household | Owner | Ownership) -> Building:
    return record.flat.building if isinstance(record, Ownership) else record.building


def record_name(record: Record) -> str:
    """Return the flat or the type of the record, but never the name of an owner."""
    if isinstance(record, Owner):
        return stored(gettext_lazy("一位业主"))
    if isinstance(record, Ownership):
        return stored(gettext_lazy("%(room)s的产权"), room=record.flat)
    return stored(record.__str__)


def phone_name(record: Household | Owner) -> str:
    """Describe whose phone it is by flats: the household's or the owner's."""
    if isinstance(record, Household):
        return stored(gettext_lazy("%(room)s的联系电话"), room=record)
    held = Flat.objects.filter(ownerships__in=record.ownerships.current())
    with stored_language():
        rooms = "、".join(str(flat) for flat in held)
    owner = stored(gettext_lazy("一位业主"))
    return stored(gettext_lazy("%(whose)s的业主电话"), whose=rooms or owner)


def named_changes(record: Record, changed: Collection[str]) -> str:
    return f"{record_name(record)}：{field_names(type(record), changed)}"


def field_names(model: type[Model], names: Collection[str]) -> str:
    called = (model._meta.get_field(name).verbose_name for name in names)  # type: ignore[union-attr]  # columns
    with stored_language():
        return "、".join(map(str, called))


def rooms_of(flats: Iterable[Flat]) -> str:
    with stored_language():
        return "、".join(map(str, flats))


def from_day(what: str, on: dt.date | None) -> str:
    """Append the day to the title unless it is today."""
    if on is None or on == timezone.localdate():
        return what
    with stored_language():
        day = format_day(on)
    return stored(gettext_lazy("%(what)s（从%(day)s起）"), what=what, day=day)


def room_of(household: Household) -> str:
    return stored(household.__str__)


def slip_name(slip: Slip) -> str:
    with stored_language():
        return f"{slip.household} {slip.get_kind_display()}"


def office_at_the_desk(by: User, building: Building) -> str:
    """Return the office of the person at the desk. A user who is not committee staff is the keeper."""
    staff = standing_of(by, building).staff
    return Office.Kind.STAFF if staff else KEEPER
