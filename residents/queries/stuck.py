"""Buildings that nobody leads, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from louzu.lib.time import at_hour
from residents.models import Building, Office
from residents.worklist import MOST, Stuck, Urgency


def stuck_in(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Stuck]:
    """The longest without a leader first, then those that never had one."""
    leads = Office.objects.filter(kind=Office.Kind.LEADER, building=OuterRef("pk"))
    last = leads.order_by().values("building").values(n=Max("until"))
    orphaned = buildings.filter(~Exists(leads.not_over())).annotate(ended=Subquery(last))
    for building in orphaned.order_by("ended", "sort_key", "pk")[:MOST]:
        yield Stuck(
            Urgency.LATER, _moment(building.ended, now), building, _("没有楼组长"),
            _("请委派一位"), f"{reverse('admin:residents_office_add')}?kind=leader&building={building.pk}",
        )  # fmt: skip


def _moment(day: dt.date | None, now: dt.datetime) -> dt.datetime:
    if day is None:
        return now
    return at_hour(day)
