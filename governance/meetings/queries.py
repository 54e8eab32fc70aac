"""Reading the building's meetings, on a page and in a calendar."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from governance.meetings.lifecycle import State
from governance.meetings.models import Meeting, MeetingQuerySet
from louzu.lib.calendar import Entry, file_of
from louzu.lib.paging import Keyset, Page
from residents.models import Building, User

PAST = Keyset(("starts_at", "pk"))
MOST_COMING = 50


def coming_of(building: Building, count: int) -> list[Meeting]:
    """The next meetings that take place, soonest first."""
    coming = Meeting.objects.of(building).coming().standing()
    return _at_home(list(coming.order_by("starts_at", "pk")[:count]), building)


def ahead_of(building: Building) -> list[Meeting]:
    """What lies ahead, soonest first, what was called off as well."""
    ahead = Meeting.objects.of(building).coming().order_by("starts_at", "pk")
    return _at_home(list(ahead[:MOST_COMING]), building)


def past_of(building: Building, *, after: str | None = None) -> Page[Meeting]:
    page = PAST.page(Meeting.objects.of(building).past(), after)
    return Page(_at_home(page.rows, building), page.next_url)


def tide_of(building: Building) -> dt.datetime | None:
    """When the clock next moves something here: the soonest start ahead."""
    ahead = Meeting.objects.of(building).coming().order_by("starts_at", "pk")
    return ahead.values_list("starts_at", flat=True).first()


def for_page() -> MeetingQuerySet:
    """With its host and its agenda in order."""
    return Meeting.objects.select_related("host").prefetch_related("items")


def meetings_called_by(user: User) -> MeetingQuerySet:
    return Meeting.objects.filter(host=user).order_by("-starts_at", "-pk")


def calendar_of(meeting: Meeting, url: str) -> bytes:
    """The meeting as a calendar file."""
    entry = Entry(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"{meeting.get_kind_display()}：{meeting.title}",
        location=f"{meeting.building} {meeting.place}",
        description=_described(meeting),
        url=url,
        cancelled=meeting.state == State.CANCELLED,
    )
    return file_of(entry)


def _described(meeting: Meeting) -> str:
    lines = [f"{item.number}. {item.title}" for item in meeting.items.all()]
    if meeting.state == State.CANCELLED:
        lines.insert(0, _("取消的原因：%(reason)s") % {"reason": meeting.cancelled_reason})
    return "\n".join([*lines, meeting.note]).strip()


def _at_home(meetings: list[Meeting], building: Building) -> list[Meeting]:
    for meeting in meetings:
        meeting.building = building
    return meetings
