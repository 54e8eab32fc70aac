"""Meetings as calendar files, and a person's calendar of everything that has a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.meetings.lifecycle import MeetingState
from governance.meetings.models import AgendaItem, Feed, Meeting
from governance.meetings.models.feeds import digest_of
from louzu.lib.calendar import DEFAULT_LENGTH, CalendarEntry, calendar_feed, calendar_file
from louzu.lib.time import local_datetime
from residents.models import Building, User
from residents.people.queries.buildings import buildings_of
from residents.people.rules import standing_of
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms
from residents.rooms.occasions import MOMENT, Occasion, event_uid
from residents.rooms.waiting import Waiting, by_time

LOOKING_BACK = dt.timedelta(days=180)
MAX_EVENTS = 200
LAST_DAYS, NEXT_DAYS = dt.timedelta(days=7), dt.timedelta(days=60)
REMINDER_LENGTH, ONE_DAY = dt.timedelta(minutes=30), dt.timedelta(days=1)
ENDS_OF_A_DAY = {dt.time(0), dt.time(23, 59)}
"""Local times of what ends with a day."""
MAX_OWN_BUILDINGS = 5
"""Buildings whose other events and duties are added. Who looks after more gets their meetings only."""


def calendar_of(meeting: Meeting, url: str) -> bytes:
    return calendar_file(_entry(meeting, url))


def feed_with_token(token: str) -> Feed | None:
    found = Feed.objects.filter(digest=digest_of(token), user__is_active=True)
    return found.select_related("user").first()


def calendar_for(user: User, site: str) -> bytes | None:
    """Return a calendar of all buildings to which the user belongs today, or None without any.
    ``site`` is scheme and host, such as ``https://example.org``."""
    buildings = list(buildings_of(user))
    if not buildings:
        return None
    items = Prefetch("items", AgendaItem.objects.order_by("number"))
    recent = Meeting.objects.filter(
        building__in=buildings, starts_at__gt=timezone.now() - LOOKING_BACK
    )
    with_relations = recent.select_related("building").prefetch_related(items)
    found = with_relations.order_by("-starts_at", "-pk")[:MAX_EVENTS]
    entries = [_entry(meeting, site + meeting.get_absolute_url()) for meeting in found]
    there = {entry.url for entry in entries}
    for building in buildings[:MAX_OWN_BUILDINGS]:
        for entry in _entries_of_home(user, building, site):
            if entry.url not in there:
                there.add(entry.url)
                entries.append(entry)
    return calendar_feed(entries, name=_("楼组"))


def _entries_of_home(user: User, building: Building, site: str) -> Iterator[CalendarEntry]:
    """Yield events of a building where the person lives or holds an office, and what the person is
    asked to do until a day."""
    standing = standing_of(user, building)
    if not (standing.households or standing.offices):
        return
    page, now = PageContext(building, standing, user, site), timezone.now()
    for room in rooms():
        for occasion in room.coming(page, now - LAST_DAYS, now + NEXT_DAYS):
            if not (occasion.deadline or occasion.voluntary):
                yield _occasion_entry(occasion, building, site)
    for duty in by_time(item for room in rooms() for item in room.duties(page)):
        if duty.at:
            yield _duty_entry(duty, duty.at, building, site)


def _occasion_entry(occasion: Occasion, building: Building, site: str) -> CalendarEntry:
    return CalendarEntry(
        uid=event_uid(occasion.thing),
        sequence=occasion.sequence,
        changed_at=occasion.changed_at,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at or occasion.starts_at + DEFAULT_LENGTH,
        summary=occasion.what,
        location=f"{building} {occasion.place}".strip(),
        description=occasion.sentence,
        url=site + occasion.url,
        cancelled=occasion.cancelled,
    )


def _duty_entry(duty: Waiting, at: dt.datetime, building: Building, site: str) -> CalendarEntry:
    """A duty that ends at a time is the half hour before it, and one that ends with a day that whole
    day. No note, which a lock screen would show."""
    until = duty.at_is == "until"
    starts_at, ends_at = (at - REMINDER_LENGTH, at) if until else (at, at + REMINDER_LENGTH)
    whole_day = until and timezone.localtime(at).time() in ENDS_OF_A_DAY
    if whole_day:
        starts_at = local_datetime(timezone.localdate(at - MOMENT))
        ends_at = starts_at + ONE_DAY
    return CalendarEntry(
        uid=str(uuid5(NAMESPACE_URL, site + duty.url)),
        sequence=int(at.timestamp()) // 60,
        changed_at=at - LAST_DAYS,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=_("%(action)s：%(what)s") % {"action": duty.action, "what": duty.what},
        location=str(building),
        description="",
        url=site + duty.url,
        cancelled=False,
        all_day=whole_day,
    )


def _entry(meeting: Meeting, url: str) -> CalendarEntry:
    return CalendarEntry(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"{meeting.get_kind_display()}：{meeting.title}",
        location=f"{meeting.building} {meeting.place}",
        description=_described(meeting),
        url=url,
        cancelled=meeting.state == MeetingState.CANCELLED,
        tentative=meeting.state == MeetingState.PLANNED,
    )


def _described(meeting: Meeting) -> str:
    lines = [f"{item.number}. {item.title}" for item in meeting.items.all()]
    if meeting.state == MeetingState.CANCELLED:
        lines.insert(0, _("取消的原因：%(reason)s") % {"reason": meeting.cancelled_reason})
    if meeting.online:
        lines.append(_("线上参加：%(url)s") % {"url": meeting.online})
    return "\n".join([*lines, meeting.note]).strip()


def has_feed(user: User) -> bool:
    return Feed.objects.filter(user=user).exists()
