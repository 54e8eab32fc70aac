"""Late milestones, as they wait for the leader and for the committee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.matters.models import Milestone
from governance.matters.queries.milestones import late_milestones_in
from louzu.lib.quoting import quoted
from louzu.lib.time import end_of_day, format_day, local_datetime
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.people.scope import address
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting

PATIENCE = dt.timedelta(days=14)
"""For so long a milestone may be late before the committee's work list shows it."""


def late_for_leader(page: PageContext) -> Iterator[Waiting]:
    for milestone in late_milestones_in(page.building):
        planned = milestone.planned_on or timezone.localdate()
        words = {"matter": quoted(milestone.matter.title), "day": format_day(planned)}
        yield Waiting(
            milestone.title,
            _("“%(matter)s”的一步，原定%(day)s") % words,
            _milestones_url(milestone),
            heading=Heading.OVERDUE,
            at=end_of_day(planned),
        )


def blocked_milestones(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield milestones that are late for two weeks. One statement."""
    since = timezone.localdate(now) - PATIENCE
    late = Milestone.objects.late().filter(matter__building__in=buildings, planned_on__lte=since)
    found = late.select_related("matter__building").order_by("planned_on", "pk")
    for milestone in found[:MAX_ITEMS_PER_ROOM]:
        planned = milestone.planned_on or timezone.localdate(now)
        words = {"what": quoted(milestone.title), "day": format_day(planned)}
        yield Waiting(
            milestone.matter.title,
            _("“%(what)s”原定%(day)s，还没做到") % words,
            _milestones_url(milestone),
            since=local_datetime(planned),
            building=milestone.matter.building,
        )


def _milestones_url(milestone: Milestone) -> str:
    matter = milestone.matter
    return address("matters:milestones", matter.building.slug, matter.pk)
