"""Promises that are late or have no words, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.matters.lifecycle import PromiseState
from governance.matters.models import Promise
from louzu.lib.quoting import quoted
from louzu.lib.time import end_of_day
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.rooms.waiting import Waiting

WORDING_PERIOD = dt.timedelta(days=7)
"""Time after an objection was met until the neighbours should read what was promised."""


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    late = Q(state=PromiseState.OPEN, due_on__lt=timezone.localdate(now))
    unworded = Q(state=PromiseState.UNWORDED, made_at__lte=now - WORDING_PERIOD)
    found = Promise.objects.filter(late | unworded, matter__building__in=buildings)
    rows = found.select_related("matter__building").order_by("made_at", "pk")
    for promise in rows[:MAX_ITEMS_PER_ROOM]:
        matter = promise.matter
        yield Waiting(
            matter.title,
            _why(promise),
            matter.get_absolute_url(),
            since=end_of_day(promise.due_on) if promise.due_on else promise.made_at,
            building=matter.building,
        )


def _why(promise: Promise) -> str:
    if promise.state == PromiseState.UNWORDED:
        return _("异议谈成了，答应的办法还没有写给邻居看")
    return _("答应过的“%(what)s”，过了日子还没做到") % {"what": quoted(promise.words)}
