"""Meetings as calendar files."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.meetings.lifecycle import MeetingState
from governance.meetings.models import AgendaItem, Feed, Meeting
from governance.meetings.models.feeds import digest_of
from louzu.lib.calendar import CalendarEntry, calendar_feed, calendar_file
from residents.models import User
from residents.people.queries.buildings import buildings_of

LOOKING_BACK = dt.timedelta(days=180)
MAX_EVENTS = 200


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
    return calendar_feed(entries, name=_("议事会"))


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
