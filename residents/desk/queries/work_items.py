"""Buildings without a leader, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from louzu.lib.time import local_datetime
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.people.models import Membership, Office
from residents.places.models import Building, Household
from residents.rooms.waiting import Urgency, Waiting


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield buildings without a leader, longest first, and last those that never had one."""
    leads = Office.objects.filter(kind=Office.Kind.LEADER, building=OuterRef("pk"))
    last = leads.order_by().values("building").values(n=Max("until"))
    homes = Household.objects.current().filter(building=OuterRef("pk"))
    people = Membership.objects.current().filter(household__building=OuterRef("pk"))
    orphaned = buildings.filter(~Exists(leads.not_over())).annotate(  # type: ignore[no-redef]  # declared on the model
        ended=Subquery(last), has_homes=Exists(homes), has_people=Exists(people)
    )
    for building in orphaned.order_by("ended", "sort_key", "pk")[:MAX_ITEMS_PER_ROOM]:
        note, what, url = _next_step_for(building)
        yield Waiting(
            what,
            note,
            url,
            urgency=Urgency.LATER,
            since=_start_of(building.ended, now),
            building=building,
        )


def _next_step_for(building: Building) -> tuple[str, str, str]:
    if not building.has_homes:
        upload = reverse("admin:residents_building_roster_upload", args=[building.pk])
        return _("还没有名册"), _("请先导入名册"), upload
    if not building.has_people:
        slips = reverse("slips:choose", args=[building.slug])
        return _("还没有人加入"), _("请打印入户条"), slips
    appoint = f"{reverse('admin:residents_office_add')}?kind=leader&building={building.pk}"
    return _("没有楼组长"), _("请委派一位"), appoint


def _start_of(day: dt.date | None, now: dt.datetime) -> dt.datetime:
    if day is None:
        return now
    return local_datetime(day)
