"""Reports and appeals, for leader and committee."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from governance.lounge.lifecycle import HidingState, ReportState
from governance.lounge.models import Hiding, Pause, Post, Report, Wish
from residents.models import Building, User

MAX_ROWS = 50


@dataclass(frozen=True, slots=True)
class Concerns:
    """Numbers of open reports and appeals."""

    reports: int
    appeals: int


def concerns_in(building: Building) -> Concerns:
    reports = _reports(building).order_by().annotate(what=Value("report"))
    appeals = _hidings(building).order_by().filter(state=HidingState.APPEALED)
    appeals = appeals.annotate(what=Value("appeal"))
    found = reports.values_list("what", flat=True).union(
        appeals.values_list("what", flat=True), all=True
    )
    counted = Counter(found)
    return Concerns(counted["report"], counted["appeal"])


def wishes_in(building: Building, count: int) -> list[Wish]:
    wishes = Wish.objects.filter(thread__building=building, thread__hidden=False)
    return list(wishes.select_related("thread__building").order_by("-pk")[:count])


def reports_in(building: Building) -> list[Report]:
    reports = _reports(building).select_related("post__thread__building", "post__author")
    return list(reports.order_by("pk")[:MAX_ROWS])


def hidings_in(building: Building) -> list[Hiding]:
    hidings = _hidings(building).select_related("author", "post__thread__building", "post__author")
    return list(hidings.order_by("-pk")[:MAX_ROWS])


def hiding_of(post: Post) -> Hiding | None:
    return Hiding.objects.in_force().filter(post=post).select_related("author").first()


def pauses_in(building: Building) -> list[Pause]:
    pauses = building.pause_set.in_force().select_related("user", "author")
    return list(pauses.order_by("until", "pk")[:MAX_ROWS])


def pause_in(building: Building, user: User) -> Pause | None:
    pauses = building.pause_set.in_force().filter(user=user).select_related("author")
    return pauses.order_by("-until").first()


def _reports(building: Building) -> QuerySet[Report]:
    return Report.objects.filter(post__thread__building=building, state=ReportState.OPEN)


def _hidings(building: Building) -> QuerySet[Hiding]:
    return Hiding.objects.in_force().filter(post__thread__building=building)
