"""Lounge items that wait for a decision, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from governance.lounge.lifecycle import HidingState, ReportState
from governance.lounge.models import Hiding, Report
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.rooms.waiting import Urgency, Waiting

REPORT_PERIOD = dt.timedelta(days=3)
"""Time for leader and committee to decide about a report."""


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield appeals, which only the committee can answer, and undecided reports."""
    relations = ("post__thread__building",)
    here = {"post__thread__building__in": buildings}
    appeals = Hiding.objects.filter(**here, state=HidingState.APPEALED).select_related(*relations)
    for hiding in appeals.order_by("at", "pk")[:MAX_ITEMS_PER_ROOM]:
        yield _stuck(hiding, Urgency.NOW, _("申诉，请居委答复"))
    reports = Report.objects.filter(**here, state=ReportState.OPEN).select_related(*relations)
    for report in reports.order_by("at", "pk")[:MAX_ITEMS_PER_ROOM]:
        urgency = Urgency.NOW if report.at <= now - REPORT_PERIOD else Urgency.SOON
        yield _stuck(report, urgency, _("有人反映，还没处理"))


def _stuck(row: Hiding | Report, urgency: Urgency, why: str) -> Waiting:
    thread = row.post.thread
    return Waiting(
        thread.title,
        why,
        thread.url_of(row.post.number),
        urgency=urgency,
        since=row.at,
        building=thread.building,
    )
