"""A meeting prepared for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, Model, OuterRef, Q, prefetch_related_objects
from django.utils import timezone

from governance.canvass.models import Visit, Voice
from governance.lounge.models import Wish
from governance.meetings.lifecycle import AHEAD
from governance.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingQuerySet,
    Presence,
    Proposal,
    Resolution,
    SheetPhoto,
)
from governance.meetings.queries.agenda import (
    items_of,
    previous_resolutions_of,
    proposals_of,
    wishes_for,
)
from louzu.lib.versions import version_of
from residents.models import Household, Standing
from residents.places.models.spans import on_record_on


@dataclass(frozen=True, slots=True)
class Reply:
    """A household of the reader and its reply."""

    pk: int
    room: str
    coming: bool | None


@dataclass(frozen=True, slots=True)
class Seats:
    """Numbers of households that come, don't come and were present, and the replies of the reader's
    households."""

    coming: int
    not_coming: int
    present: int
    mine: list[Reply]


@dataclass(frozen=True, slots=True)
class InvitationReach:
    """Number of households that were told of the invitation, and of all."""

    told: int
    all: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    meeting: Meeting
    items: list[AgendaItem]
    seats: Seats
    reach: InvitationReach | None
    before: list[Resolution]
    """Resolutions of the previous meeting with their outcome."""
    proposals: list[Proposal]
    wishes: list[Wish]
    """Lounge threads that could be put on the agenda. For the leader only."""

    @property
    def planned_minutes(self) -> int:
        return sum(item.minutes or 0 for item in self.items)

    @property
    def things(self) -> list[Model]:
        """The meeting and its parts, all of which may have led to something."""
        tasks = [r.task for r in self.resolutions if r.way == Resolution.Way.TASK]
        return [self.meeting, *self.items, *self.proposals, *self.resolutions, *tasks]

    @property
    def resolutions(self) -> list[Resolution]:
        return [r for item in self.items for r in item.resolutions.all()]


def meetings_for_page(standing: Standing) -> MeetingQuerySet:
    there = Presence.objects.filter(
        meeting=OuterRef("pk"), present=True, household__in=standing.households
    )
    with_relations = Meeting.objects.select_related("host", "note_taker", "invitation__building")
    marks: dict[str, object] = {"present": Exists(there)}
    return with_relations.annotate(**marks)


def meeting_page_for(meeting: Meeting, standing: Standing, *, edits: bool) -> MeetingPage:
    """Return the data of the page. Attachments of resolutions are loaded only after the meeting."""
    ahead, items = meeting.state in AHEAD, items_of(meeting)
    if meeting.took_place:
        resolutions = [resolution for item in items for resolution in item.resolutions.all()]
        prefetch_related_objects(resolutions, "attachments")
    return MeetingPage(
        meeting=meeting,
        items=items,
        seats=seats_of(meeting, standing),
        reach=reach_of(meeting),
        before=previous_resolutions_of(meeting),
        proposals=proposals_of(meeting),
        wishes=wishes_for(meeting.building) if ahead and edits else [],
    )


def seats_of(meeting: Meeting, standing: Standing) -> Seats:
    rows = Presence.objects.filter(meeting=meeting)
    data = {
        household: (coming, present)
        for household, coming, present in rows.values_list("household_id", "coming", "present")
    }
    homes = zip(standing.households, standing.rooms, strict=True)
    return Seats(
        coming=sum(coming is True for coming, _present in data.values()),
        not_coming=sum(coming is False for coming, _present in data.values()),
        present=sum(present for _coming, present in data.values()),
        mine=[Reply(pk, room, data.get(pk, (None, False))[0]) for pk, room in homes],
    )


def reach_of(meeting: Meeting) -> InvitationReach | None:
    if meeting.invitation_id is None:
        return None
    reached = Visit.objects.reached().filter(voice=OuterRef("pk"))
    voices = Voice.objects.filter(canvass=meeting.invitation_id).annotate(told=Exists(reached))
    found = voices.aggregate(all=Count("pk"), reached=Count("pk", filter=Q(told=True)))
    return InvitationReach(found["reached"], found["all"])


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    household: Household
    coming: bool | None
    present: bool


@dataclass(frozen=True, slots=True)
class Floor:
    number: int
    seats: list[AttendanceRow]


def attendance_of(meeting: Meeting) -> list[Floor]:
    data = {row.household_id: row for row in Presence.objects.filter(meeting=meeting)}
    seats = [
        AttendanceRow(home, data[home.pk].coming, data[home.pk].present)
        if home.pk in data
        else AttendanceRow(home, None, present=False)
        for home in households_at(meeting)
    ]
    by_floor = groupby(seats, key=lambda seat: seat.household.flat.floor)
    return [Floor(floor, list(of_floor)) for floor, of_floor in by_floor]


def present_at(meeting: Meeting) -> list[Household]:
    there = Presence.objects.filter(meeting=meeting, present=True)
    there = there.select_related("household__flat")
    return [
        row.household for row in there.order_by("household__flat__floor", "household__flat__room")
    ]


def attendance_version(present: Iterable[Household]) -> str:
    return version_of(*sorted(household.pk for household in present))


def households_at(meeting: Meeting) -> list[Household]:
    """Return the households that live here on the day of the meeting, and those that were present,
    in the order of floor and room."""
    day = timezone.localdate(meeting.starts_at)
    there = Presence.objects.filter(meeting=meeting, present=True).values("household")
    lives = on_record_on(day) & Q(building=meeting.building) & ~Q(occupancy="empty")
    found = Household.objects.filter(lives | Q(pk__in=there)).select_related("flat")
    return list(found.order_by("flat__floor", "flat__room"))


def photos_of(meeting: Meeting) -> list[SheetPhoto]:
    return list(SheetPhoto.objects.filter(meeting=meeting).order_by("pk"))
