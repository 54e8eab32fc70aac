"""Ask helpers to knock at certain doors."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.doors.models import Assignment
from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import Building, Flat, User
from residents.people.queries.people import contacts_in
from residents.rooms.waiting import thing_of


@transaction.atomic
def assign_doors(
    building: Building, flats: Collection[int], *, helper: User | None, by: User
) -> int:
    """Ask ``helper`` to knock at these flats instead of anybody before, or nobody if None. Return how
    many. Raises Refused if ``helper`` holds no office of a helper today."""
    if helper and helper.pk not in {office.user_id for office in contacts_in(building)}:
        raise Refused(_("这位现在不是本楼的骨干或志愿者，请另选一位。"))
    found = list(Flat.objects.not_closed_in(building).filter(pk__in=flats))
    if not found:
        raise Refused(_("请勾选要去的几家。"))
    if helper is None:
        Assignment.objects.filter(flat__in=found).delete()
    else:
        rows = [Assignment(flat=flat, helper=helper, by=by, at=database_now()) for flat in found]
        Assignment.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["flat"],
            update_fields=["helper", "by", "at"],
        )
    append(
        building,
        "doors.shared" if helper else "doors.unshared",
        by=by,
        audience=Audience.HELPERS,
        subject=(*thing_of(building), stored(building.__str__)),
        url=reverse("doors:list", args=[building.slug]),
        whom=helper,
    )
    return len(found)
