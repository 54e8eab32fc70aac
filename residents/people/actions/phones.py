"""Look up and change phone numbers of residents at the desk. Both are logged."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.people.actions.records import lock_building_of, lock_record
from residents.people.models import User
from residents.people.models.users import PhoneLookUpReason
from residents.people.signals import phone_seen, record_phone_written
from residents.places.models import Building, Household, Owner
from residents.roster_parser.phones import parse_phone
from residents.roster_parser.rooms import Unreadable


@transaction.atomic
def look_up_phone(
    whose: User | Household | Owner, *, building: Building, reason: str, by: User
) -> str:
    """Return the whole number, and log who saw it and for which ``PhoneLookUpReason``."""
    if not whose.phone:
        raise Refused(_("没有登记电话。"))
    why = stored(PhoneLookUpReason(reason).label)
    phone_seen.send(sender=type(whose), whose=whose, building=building, by=by, reason=why)
    return whose.phone


@transaction.atomic
def set_phone(record: Household | Owner, number: str, *, by: User) -> None:
    """Enter, correct or, with an empty ``number``, clear the number of a household or an owner.

    ``number`` is as ``residents.roster_parser.phones.parse_phone`` gives it; anything else is refused, above all a
    number with its middle masked. The journal says what was done and never the number.
    """
    if number and not _is_whole(number):
        raise Refused(_("这个电话不完整，没有保存。"))
    lock_building_of(record)
    locked = lock_record(record)
    before, record.phone = locked.phone, number
    if before == number:
        return
    record.save(update_fields=["phone"])
    record_phone_written.send(
        sender=type(record), record=record, had_one=bool(before), has_one=bool(number), by=by
    )


def _is_whole(number: str) -> bool:
    try:
        return parse_phone(number) == number
    except Unreadable:
        return False
