"""Milestones of a matter in their order, and those that are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.matters.lifecycle import MilestoneState
from governance.matters.models import DocumentVersion, Matter, Milestone
from governance.matters.queries.ties import ties_of, ties_of_others
from governance.matters.sources import is_younger
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from residents.models import Building
from residents.rooms.waiting import Thing

MAX_LATE_ON_HOME = 10
MAX_EVIDENCE = 40
"""Canvasses, and notices, among which a milestone's evidence is chosen: the newest."""


@dataclass(frozen=True, slots=True)
class Milestones:
    """The milestones of one matter."""

    line: list[Milestone]
    """By the day reached, or else planned. Those without a day come last."""
    dropped: list[Milestone]

    def ahead_of(self, done_on: dt.date | None) -> list[Milestone]:
        """Return those that are not reached. Once the matter is done only what was planned for later
        is to come, such as an inspection."""
        if done_on is None:
            return self.left
        return [one for one in self.left if one.planned_on and one.planned_on > done_on]

    @property
    def reached(self) -> list[Milestone]:
        return [one for one in self.line if one.state == MilestoneState.DONE]

    @property
    def left(self) -> list[Milestone]:
        return [one for one in self.line if one.state == MilestoneState.PLANNED]

    @property
    def late(self) -> list[Milestone]:
        return [one for one in self.line if one.late]


def milestones_of(matter: Matter) -> Milestones:
    """One statement."""
    found = matter.milestones.in_order().select_related("canvass", "notice", "document__document")
    line, dropped = list[Milestone](), list[Milestone]()
    for milestone in found:
        milestone.matter = matter
        for evidence in (milestone.canvass, milestone.notice):
            if evidence:
                evidence.building = matter.building
        if milestone.document:
            milestone.document.document.matter = matter
        (dropped if milestone.state == MilestoneState.DROPPED else line).append(milestone)
    return Milestones(line, dropped)


def planned_milestones_of_each(matters: Collection[Matter]) -> dict[int, Milestones]:
    """Map the keys of several matters to their milestones that are not reached. One statement."""
    found = {matter.pk: Milestones([], []) for matter in matters}
    by_key = {matter.pk: matter for matter in matters}
    planned = Milestone.objects.filter(matter__in=found, state=MilestoneState.PLANNED)
    for milestone in planned.in_order():
        milestone.matter = by_key[milestone.matter_id]
        found[milestone.matter_id].line.append(milestone)
    return found


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may show that a milestone was reached."""

    canvasses: list[Canvass]
    notices: list[Notice]
    versions: list[DocumentVersion]
    tied: AbstractSet[Thing] = frozenset()
    """Those that belong to the matter already. They are offered first."""


def evidence_for(matter: Matter) -> Evidence:
    """Return canvasses and notices of the building that residents may read and that belong to no
    other matter, and collected documents of the matter."""
    building, others = matter.building, ties_of_others(matter)
    canvasses = building.canvass_set.exclude(announced_at=None).exclude(
        state=CanvassState.WITHDRAWN
    )
    canvasses = canvasses.exclude(pk__in=others.ids_of(Canvass._meta.label_lower))
    notices = building.notice_set.filter(state=NoticeState.POSTED, announced=True)
    notices = notices.exclude(pk__in=others.ids_of(Notice._meta.label_lower))
    versions = DocumentVersion.objects.filter(document__matter=matter).select_related("document")
    return Evidence(
        list(
            canvasses.filter(about_url="").select_related("count_of").order_by("-pk")[:MAX_EVIDENCE]
        ),
        list(notices.order_by("-pk")[:MAX_EVIDENCE]),
        list(versions.order_by("document__number", "-number")),
        set(ties_of(matter).all),
    )


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice that was posted for a matter, with the law by which its days were counted."""

    notice: Notice
    source: str
    """Empty for a plain notice."""
    younger: bool
    """Whether the source came after it was posted."""


def postings_of(matter: Matter) -> list[Posting]:
    """Return what was posted for the matter: the notices tied to it, and those that show a milestone.
    The first one comes first."""
    tied = Q(pk__in=ties_of(matter).shown_ids_of(Notice._meta.label_lower))
    shows = Q(pk__in=matter.milestones.exclude(notice=None).values("notice"))
    posted = matter.building.notice_set.filter(state=NoticeState.POSTED, announced=True)
    found = posted.filter(tied | shows).order_by("shows_from", "pk")
    return [_posting(notice) for notice in found]


def _posting(notice: Notice) -> Posting:
    source = notice.basis.get("source", "")
    day = timezone.localtime(notice.shows_from).date()
    return Posting(notice, source, is_younger(source, day))


def late_milestones_in(building: Building) -> list[Milestone]:
    late = Milestone.objects.late().filter(matter__building=building)
    found = late.select_related("matter__building").order_by("planned_on", "pk")
    return list(found[:MAX_LATE_ON_HOME])
