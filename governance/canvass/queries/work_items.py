"""Blocked canvasses for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Answer, Canvass, Current, Visit, Voice
from governance.canvass.queries.box import lacks_committee_envelope
from governance.canvass.queries.standing import has_voted, was_told
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.rooms.waiting import Urgency, Waiting

QUIET_PERIOD = dt.timedelta(days=7)
"""Time without an answer or visit after which a canvass counts as blocked."""
LAST_DAYS = dt.timedelta(days=3)


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield canvasses with unvisited doors near the deadline, without activity, or with an
    unpublished result."""
    canvasses = Canvass.objects.filter(building__in=buildings).select_related("building")
    under_way = canvasses.filter(state=CanvassState.OPEN).annotate(  # type: ignore[no-redef]  # declared on the model
        moved_at=Greatest("opened_at", _latest(Answer, "at"), _latest(Visit, "at")),
        unreached=_unreached(),
    )
    ending = Q(unreached__gt=0, closes_at__lte=now + LAST_DAYS)
    untold = Q(
        state__in=[CanvassState.CLOSED, CanvassState.COUNTED], closed_at__lte=now - LAST_DAYS
    )
    untold &= Q(purpose__in=DECIDING)
    slow = under_way.filter(ending | Q(unreached__gt=0, moved_at__lte=now - QUIET_PERIOD))
    for canvass in slow.order_by("closes_at", "pk")[:MAX_ITEMS_PER_ROOM]:
        yield _told(canvass, now)
    to_agree = Q(
        state=CanvassState.DRAFT, short_notice__leader__isnull=False, short_notice__staff=None
    )
    missed = Q(state=CanvassState.ANNOUNCED, closes_at__lte=now)
    waiting = canvasses.filter(untold | to_agree | missed | lacks_committee_envelope())
    for canvass in waiting.order_by("closed_at", "pk")[:MAX_ITEMS_PER_ROOM]:
        if canvass.closed_at:
            yield _untold(canvass, now)
        elif canvass.missed:
            yield _missed(canvass)
        else:
            yield _to_agree(canvass) if canvass.state == CanvassState.DRAFT else _to_hold(canvass)


def _untold(canvass: Canvass, now: dt.datetime) -> Waiting:
    return Waiting(
        canvass.question,
        _("截止了，还没公布结果"),
        canvass.get_absolute_url(),
        since=canvass.closed_at or now,
        building=canvass.building,
    )


def _missed(canvass: Canvass) -> Waiting:
    return Waiting(
        canvass.question,
        _("预告了，没有开始就过了截止时间"),
        canvass.get_absolute_url(),
        urgency=Urgency.NOW,
        since=canvass.closes_at,
        building=canvass.building,
    )


def _to_agree(canvass: Canvass) -> Waiting:
    """The leader asked the committee to agree to a shortened notice."""
    page = reverse("canvass:short_notice", args=[canvass.building.slug, canvass.pk])
    why = _("要缩短公示期，等居委同意")
    return Waiting(canvass.question, why, page, since=canvass.opens_at, building=canvass.building)


def _to_hold(canvass: Canvass) -> Waiting:
    """A secret vote cannot open until the committee has confirmed its envelope."""
    page = reverse("canvass:holders", args=[canvass.building.slug, canvass.pk])
    why = _("居委还没打印票箱的信封")
    return Waiting(canvass.question, why, page, since=canvass.opens_at, building=canvass.building)


def _told(canvass: Canvass, now: dt.datetime) -> Waiting:
    pressing = canvass.closes_at <= now + LAST_DAYS
    doors = ngettext("还有%(n)d户没碰到", "还有%(n)d户没碰到", canvass.unreached) % {
        "n": canvass.unreached
    }
    why = _("快截止了") if pressing else _("一个星期没有进展")
    return Waiting(
        canvass.question,
        f"{why}，{doors}",
        canvass.get_absolute_url(),
        urgency=Urgency.NOW if pressing else Urgency.SOON,
        since=canvass.moved_at,
        building=canvass.building,
    )


def _latest(model: type[Answer | Visit], when: str) -> Subquery:
    rows = model._default_manager.filter(voice__canvass=OuterRef("pk")).order_by()
    return Subquery(rows.values("voice__canvass").values(n=Max(when)))


def _unreached() -> Subquery:
    silent = Voice.objects.filter(
        ~was_told(),
        ~Exists(Current.objects.filter(voice=OuterRef("pk"))),
        ~has_voted(),
        canvass=OuterRef("pk"),
    )
    return Subquery(silent.order_by().values("canvass").values(n=Count("pk")))
