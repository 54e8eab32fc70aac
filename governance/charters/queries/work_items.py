"""Charters whose review is due, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition
from louzu.lib.time import local_datetime
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.rooms.waiting import Urgency, Waiting


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield charters in force whose review date has come."""
    due = Edition.objects.filter(
        charter__building__in=buildings,
        state=EditionState.IN_FORCE,
        review_on__lte=timezone.localdate(now),
    )
    for edition in due.select_related("charter__building").order_by("review_on", "pk")[
        :MAX_ITEMS_PER_ROOM
    ]:
        building = edition.charter.building
        yield Waiting(
            str(edition.charter),
            _("公约到了再看一次的日子"),
            edition.charter.get_absolute_url(),
            urgency=Urgency.LATER,
            since=local_datetime(edition.review_on or timezone.localdate(now)),
            building=building,
        )
