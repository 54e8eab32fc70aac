"""Looking up a neighbour's phone number, on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import Building, User
from residents.models.people import LookUp
from residents.signals import phone_seen


@transaction.atomic
def look_up_phone(person: User, *, building: Building, reason: str, by: User) -> str:
    """The whole number. Who looked, when and for which of ``LookUp`` is entered in the journal."""
    if not person.phone:
        raise Refused(_("这位邻居没有登记手机号。"))
    why = stored(LookUp(reason).label)
    phone_seen.send(sender=User, person=person, building=building, by=by, reason=why)
    return person.phone
