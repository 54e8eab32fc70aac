"""Every change to the building's meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Left, Replace
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance.journal.actions import enter
from governance.meetings.lifecycle import MEETING
from governance.meetings.models import MOST_ITEMS, AgendaItem, Meeting
from louzu.lib.errors import Refused
from residents.models import Building, User

TEXT = ("kind", "title", "starts_at", "minutes", "place", "note")


class Stale(Refused):
    """Somebody else changed the meeting since it was read. What was typed is not lost."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the agenda; ``item`` is the one it was before, if any."""

    title: str
    minutes: int | None = None
    brought_by: str = ""
    item: int | None = None


@transaction.atomic
def post_meeting(
    building: Building, *, agenda: Iterable[Item] = (), by: User, **text: Any
) -> Meeting:
    """Say when and where, and invite the building. ``text``: kind, title, starts_at, minutes, place, note."""
    meeting = Meeting(building=building, host=by)
    _write(meeting, text)
    MEETING.take(meeting, "invite")
    meeting.save()
    _set_agenda(meeting, agenda)
    enter(meeting, "meetings.invited", by=by)
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: Meeting, *, sequence: int, agenda: Iterable[Item], by: User, **text: Any
) -> Meeting:
    """Another time, place or agenda. Raises Stale when ``sequence`` is no longer the newest."""
    meeting = _locked_and_coming(meeting)
    MEETING.take(meeting, "change")
    if meeting.sequence != sequence:
        raise Stale(_("您改的时候，别人已经改过这次会议。您写的都还在，请对照后再保存。"))
    _write(meeting, text)
    _stamp(meeting)
    meeting.save()
    _set_agenda(meeting, agenda)
    enter(meeting, "meetings.changed", by=by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> Meeting:
    """It stays in the list and in calendars, as cancelled, with its reason."""
    meeting = _locked_and_coming(meeting)
    MEETING.take(meeting, "cancel")
    meeting.cancelled_reason = reason
    _stamp(meeting)
    meeting.save(update_fields=["state", "cancelled_reason", "sequence", "changed_at"])
    enter(meeting, "meetings.cancelled", by=by)
    return meeting


def strike_name(name: str, buildings: Iterable[Building]) -> None:
    """Who brought an item is written by hand; of a person who is forgotten, nothing stays there.

    A name of one character is found in too many words to be struck from them.
    """
    if len(name) > 1:
        named = AgendaItem.objects.filter(
            meeting__building__in=list(buildings), brought_by__contains=name
        )
        with translation.override(settings.LANGUAGE_CODE):
            nobody = Value(_("一位前住户"))
        named.update(brought_by=Left(Replace("brought_by", Value(name), nobody), 60))


def _locked_and_coming(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.locked(meeting)
    if meeting.past:
        raise Refused(_("到了开会的时间，安排就不能再动了。"))
    return meeting


def _write(meeting: Meeting, text: dict[str, Any]) -> None:
    for name in TEXT:
        if name in text:
            setattr(meeting, name, text[name])
    if meeting.past:
        raise Refused(_("开会的时间要在现在以后。"))


def _stamp(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.changed_at = timezone.now()


def _set_agenda(meeting: Meeting, agenda: Iterable[Item]) -> None:
    """Items keep their identity while they change place or words; those left out are gone."""
    agenda = list(agenda)
    if len(agenda) > MOST_ITEMS:
        raise Refused(_("议程最多%(most)s项。") % {"most": MOST_ITEMS})
    known = {item.pk: item for item in meeting.items.all()}
    kept: list[AgendaItem] = []
    new: list[AgendaItem] = []
    for number, said in enumerate(agenda, start=1):
        before = known.pop(said.item or 0, None)
        item = before or AgendaItem(meeting=meeting)
        item.number, item.title = number, said.title
        item.minutes, item.brought_by = said.minutes, said.brought_by
        (kept if before else new).append(item)
    meeting.items.filter(pk__in=known).delete()
    AgendaItem.objects.bulk_update(kept, ["number", "title", "minutes", "brought_by"])
    AgendaItem.objects.bulk_create(new)
