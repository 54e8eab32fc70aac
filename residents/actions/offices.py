"""Appointing and ending offices."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.models import Building, Neighbourhood, Office, User
from residents.signals import office_appointed, office_ended


@transaction.atomic
def appoint(  # noqa: PLR0913 -- an appointment says who, what, where, when and by whom
    user: User,
    *,
    kind: str,
    place: Building | Neighbourhood,
    by: User | None,
    since: dt.date | None = None,
    deputed: bool = False,
    contact: str = "",
) -> Office:
    """Give ``user`` an office from ``since`` (today) on. Raises ValidationError."""
    where = {"building": place} if isinstance(place, Building) else {"neighbourhood": place}
    office = Office(
        user=user,
        kind=kind,
        deputed=deputed,
        contact=contact,
        appointed_by=by,
        since=since or timezone.localdate(),
        **where,
    )
    office.full_clean()
    office.save()
    office_appointed.send(sender=Office, office=office, by=by)
    return office


@transaction.atomic
def end_office(office: Office, *, by: User | None, on: dt.date | None = None) -> Office:
    """From ``on`` (today) the office is held no longer; its line stays."""
    office = Office.objects.select_for_update().get(pk=office.pk)
    if office.until:
        raise Refused(_("这项职务已经结束了。"))
    office.until = max(on or timezone.localdate(), office.since)
    office.save(update_fields=["until"])
    office_ended.send(sender=Office, office=office, by=by)
    return office
