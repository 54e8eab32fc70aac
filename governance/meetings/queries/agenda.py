"""Items on an agenda, and candidates for one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from governance.lounge.models import Wish
from governance.meetings.lifecycle import WRITTEN_IN, MeetingState
from governance.meetings.models import (
    AgendaItem,
    Meeting,
    Proposal,
    Resolution,
    ResolutionAttachment,
)
from residents.models import Building

MAX_WISHES = 20


def carried_over_items_in(building: Building) -> list[Resolution]:
    """Return resolutions deferred to the next meeting and not taken up by any, oldest first."""
    taken_up = AgendaItem.objects.filter(carried_from=OuterRef("pk")).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    left = Resolution.objects.filter(
        ~Exists(taken_up),
        way=Resolution.Way.NEXT,
        item__meeting__building=building,
        item__meeting__state__in=WRITTEN_IN,
    )
    with_relations = left.select_related("item__meeting", "item__thread")
    return list(with_relations.order_by("item__meeting__starts_at", "pk"))


def open_wishes_in(building: Building) -> QuerySet[Wish]:
    """Return the leader's wishes for the agenda that no meeting has taken up. Cancelled meetings
    don't count."""
    taken_up = AgendaItem.objects.filter(thread=OuterRef("thread")).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    wishes = Wish.objects.filter(
        ~Exists(taken_up),
        kind=Wish.Kind.AGENDA,
        thread__building=building,
        thread__hidden=False,
    )
    return wishes.select_related("thread__building").order_by("pk")


def wishes_for(building: Building) -> list[Wish]:
    return list(open_wishes_in(building)[:MAX_WISHES])


def proposals_of(meeting: Meeting) -> list[Proposal]:
    found = Proposal.objects.filter(meeting=meeting).exclude(state="taken_back")
    return list(found.select_related("author").order_by("pk"))


def proposal_in(meeting: Meeting, pk: int) -> Proposal | None:
    return meeting.proposals.filter(pk=pk).select_related("author").first()


def with_outcomes(resolutions: QuerySet[Resolution] | None = None) -> QuerySet[Resolution]:
    """Join the task, the canvass, and as ``carried`` the later items of each resolution."""
    carried = AgendaItem.objects.exclude(meeting__state=MeetingState.CANCELLED).select_related(
        "meeting__building"
    )
    found = Resolution.objects.all() if resolutions is None else resolutions
    with_relations = found.select_related(
        "task__taken_by", "task__building", "canvass__count_of", "canvass__building"
    )
    return with_relations.order_by("pk").prefetch_related(
        Prefetch("carried_on", carried.order_by("pk"), to_attr="carried")
    )


def items_of(meeting: Meeting) -> list[AgendaItem]:
    with_relations = meeting.items.select_related(
        "thread__building", "proposal__author", "carried_from__item__meeting__building"
    )
    prefetched = with_relations.prefetch_related(Prefetch("resolutions", with_outcomes()))
    return list(prefetched.order_by("number"))


def item_in(meeting: Meeting, pk: int) -> AgendaItem | None:
    return next((item for item in items_of(meeting) if item.pk == pk), None)


def resolution_in(meeting: Meeting, pk: int) -> Resolution | None:
    found = with_outcomes(Resolution.objects.filter(item__meeting=meeting, pk=pk))
    resolution = found.select_related("item", "task__taken_by", "task__building", "canvass").first()
    if resolution:
        resolution.item.meeting = meeting
    return resolution


def previous_resolutions_of(meeting: Meeting) -> list[Resolution]:
    """Return the resolutions of the last meeting with readable minutes, which open the next agenda."""
    earlier = meeting.building.meeting_set.filter(
        state__in=[MeetingState.OPEN, MeetingState.PUBLISHED], starts_at__lt=meeting.starts_at
    )
    last = earlier.order_by("-starts_at", "-pk").values("pk")[:1]
    found = with_outcomes(Resolution.objects.filter(item__meeting__in=last))
    return list(found.select_related("item__meeting__building"))


def attached_to_resolutions_of(meeting: Meeting) -> list[ResolutionAttachment]:
    found = ResolutionAttachment.objects.filter(resolution__item__meeting=meeting)
    files = list(found.select_related("resolution__item", "resolution__task__building"))
    for file in files:
        file.resolution.item.meeting = meeting
    return files
