"""Plan a meeting, invite every household, edit and cancel it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions import drafting, opening, rewording
from governance.canvass.inputs import CanvassInput, RewordInput
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass, Electorate, Purpose
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.meetings.actions._shared import bump_sequence, lock_before_start
from governance.meetings.actions.agenda import AgendaItemInput, carry_over_items, set_agenda
from governance.meetings.inputs import MeetingInput
from governance.meetings.lifecycle import MEETING
from governance.meetings.models import AgendaItem, Attachment, Meeting
from louzu.lib.attachments import attach, describe_attachments, detach
from louzu.lib.database import database_now
from louzu.lib.errors import Refused, Stale
from louzu.lib.stored import stored, stored_language
from louzu.lib.time import format_moment
from residents.models import Building, Household, User
from residents.people.mentions import redact
from residents.rooms.waiting import Thing, thing_of


@transaction.atomic
def plan_meeting(
    building: Building,
    data: MeetingInput,
    *,
    agenda: Iterable[AgendaItemInput] = (),
    by: User,
    cause: Thing | None = None,
    about: str = "",
) -> Meeting:
    """Plan a meeting. Residents can see it and propose items, but are not invited yet.

    Items that earlier meetings postponed come first. ``cause`` is the thing of which the item with
    the title ``about`` comes, or else the meeting.
    """
    meeting = Meeting(building=building, host=by)
    _write(meeting, data)
    meeting.save()
    attach(meeting.attachments.all(), data.files, meeting=meeting)
    set_agenda(meeting, agenda)
    carry_over_items(meeting)
    if cause:
        item = meeting.items.filter(title=about).first()
        link(building, cause, item or meeting, LinkKind.CAME_FROM)
    enter(meeting, "meetings.planned", by=by)
    return meeting


@transaction.atomic
def post_meeting(
    building: Building,
    data: MeetingInput,
    *,
    agenda: Iterable[AgendaItemInput] = (),
    by: User,
    cause: Thing | None = None,
    about: str = "",
) -> Meeting:
    meeting = plan_meeting(building, data, agenda=agenda, by=by, cause=cause, about=about)
    return _invite(meeting, by)


@transaction.atomic
def invite_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Invite every household by a canvass. Households can then reply whether they will come."""
    meeting = Meeting.objects.locked(meeting)
    if meeting.past:
        raise Refused(_("开会的时间已经过了，请先改时间。"))
    bump_sequence(meeting)
    return _invite(meeting, by)


@transaction.atomic
def edit_meeting(
    meeting: Meeting,
    data: MeetingInput,
    *,
    sequence: int,
    agenda: Iterable[AgendaItemInput],
    by: User,
) -> Meeting:
    """Change time, place or agenda. Raises Stale if ``sequence`` is outdated."""
    meeting = lock_before_start(meeting)
    if meeting.sequence != sequence:
        raise Stale(_("您改的时候，别人已经改过这次会议。您写的都还在，请对照后再保存。"))
    before = (meeting.starts_at, meeting.place)
    _write(meeting, data)
    meeting.save()
    bump_sequence(meeting)
    attach(meeting.attachments.all(), data.files, meeting=meeting)
    set_agenda(meeting, agenda)
    _update_canvass(meeting, by)
    enter(meeting, "meetings.changed", by=by)
    if (meeting.starts_at, meeting.place) != before:
        create_message("meetings.moved", thing_of(meeting), by=by.pk)
    return meeting


@transaction.atomic
def remove_attachment(meeting: Meeting, attachment: Attachment, *, by: User) -> None:
    meeting = lock_before_start(meeting)
    detach(attachment)
    bump_sequence(meeting)
    _update_canvass(meeting, by)
    enter(meeting, "meetings.changed", by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> Meeting:
    """Cancel a meeting. It stays in the list and in calendars, with its reason."""
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, "cancel")
    meeting.cancelled_reason = reason
    meeting.save(update_fields=["state", "cancelled_reason"])
    bump_sequence(meeting)
    if meeting.invitation and CANVASS.allows(meeting.invitation, "withdraw"):
        drafting.withdraw_canvass(meeting.invitation, reason=reason, by=by)
    enter(meeting, "meetings.cancelled", by=by)
    return meeting


def remove_name(buildings: Iterable[Building], *, name: str, phone: str) -> None:
    items = AgendaItem.objects.filter(meeting__building__in=list(buildings))
    redact(items, "brought_by", name=name, phone=phone)


def _invite(meeting: Meeting, by: User) -> Meeting:
    MEETING.take(meeting, "invite")
    if Household.objects.living_in(meeting.building).occupied().exists():
        meeting.invitation = _opened_canvass(meeting, by)
        link(meeting.building, meeting, meeting.invitation, LinkKind.CARRIED_BY)
    meeting.save(update_fields=["state", "invitation"])
    enter(meeting, "meetings.invited", by=by)
    return meeting


def _opened_canvass(meeting: Meeting, by: User) -> Canvass:
    canvass = drafting.draft_canvass(
        meeting.building,
        CanvassInput(
            purpose=Purpose.TELL,
            preset="tell",
            electorate=Electorate.HOUSEHOLDS,
            question=_title_of(meeting),
            body=_words_of(meeting),
            opens_at=database_now(),
            closes_at=meeting.starts_at,
        ),
        by=by,
        about_url=meeting.get_absolute_url(),
    )
    canvass = drafting.announce_canvass(canvass, by=by)
    return opening.open_canvass(canvass, by=by)


def _update_canvass(meeting: Meeting, by: User) -> None:
    """Copy a new time, place or agenda to the canvass of the invitation, which helpers show at
    doors."""
    canvass = meeting.invitation
    if canvass is None or not canvass.taking_answers:
        return
    if (words := _words_of(meeting)) != canvass.body:
        canvass = rewording.reword_canvass(
            canvass,
            RewordInput(
                version=canvass.version,
                body=words,
                material=False,
                reason=stored(gettext_lazy("会议的安排改了")),
            ),
            by=by,
        )
    if meeting.starts_at > canvass.closes_at and canvass.extended_from is None:
        opening.extend_canvass(
            canvass, until=meeting.starts_at, reason=stored(gettext_lazy("会议改期了")), by=by
        )


def _title_of(meeting: Meeting) -> str:
    return stored(gettext_lazy("请来开会：%(title)s"), title=meeting.title)


def _words_of(meeting: Meeting) -> str:
    with stored_language():
        lines = [
            _("时间：%(when)s") % {"when": format_moment(meeting.starts_at)},
            _("地点：%(where)s") % {"where": meeting.place},
            meeting.note,
            _attached_to(meeting),
            _("议程和来不来，都在议事会那一页。"),
        ]
    return "\n\n".join(line for line in lines if line)


def _attached_to(meeting: Meeting) -> str:
    with stored_language():
        what = describe_attachments(meeting.attachments.all())
        return _("附：%(what)s，也在议事会那一页。") % {"what": what} if what else ""


def _write(meeting: Meeting, data: MeetingInput) -> None:
    meeting.kind, meeting.title = data.kind, data.title
    meeting.starts_at, meeting.minutes = data.starts_at, data.minutes
    meeting.place, meeting.online = data.place, data.online
    meeting.note, meeting.note_taker = data.note, data.note_taker
    meeting.proposals_until = data.proposals_until
    if meeting.past:
        raise Refused(_("开会的时间要在现在以后。"))
    if meeting.proposals_until and meeting.proposals_until > meeting.starts_at:
        raise Refused(_("提议题的日子要在开会以前。"))
