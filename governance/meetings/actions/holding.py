"""Attendance, the start of a meeting, and photos of the signed sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.actions.visiting import acknowledge
from governance.canvass.models import Voice
from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.meetings.actions._shared import finish_edit, lock_minutes
from governance.meetings.lifecycle import MEETING, MeetingState
from governance.meetings.models import Meeting, Presence, SheetPhoto
from governance.meetings.queries.page import attendance_version, present_at
from louzu.lib.errors import Refused
from louzu.lib.uploads import CleanPhoto, File, save_photo
from louzu.lib.versions import check_version
from residents.models import Household, User
from residents.people.actions.content_versions import bump_building
from residents.people.actions.households import lock_building

MAX_SHEET_PHOTOS = 9


@transaction.atomic
def reply_to_invitation(
    meeting: Meeting, household: Household, *, coming: bool, by: User
) -> Presence:
    """Record whether a household will come. It counts as told of the invitation."""
    meeting = Meeting.objects.locked(meeting)
    if meeting.state != MeetingState.INVITED or meeting.past:
        raise Refused(_("现在不用再说来不来了。"))
    lock_building(meeting.building, [household])
    presence, _new = Presence.objects.update_or_create(
        meeting=meeting, household=household, defaults={"coming": coming, "said_by": by}
    )
    _acknowledge_invitation(meeting, household, by)
    bump_building(meeting.building)
    return presence


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Start the meeting. From now on minutes can be written. Raises Refused earlier than
    ``EARLY_START`` before its time."""
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, "hold")
    if not meeting.may_begin:
        raise Refused(_("还没到开会的时间。最早提前1小时开始。"))
    meeting.held_at = timezone.now()
    meeting.save(update_fields=["state", "held_at"])
    enter(meeting, "meetings.held", by=by)
    return meeting


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    households: Iterable[Household],
    *,
    reason: str = "",
    version: str | None = None,
    by: User,
) -> None:
    """Record which households are present, and all others as absent.

    ``version`` is that of the list as it was read, or None if no form showed it. Raises Stale if it
    is outdated.
    """
    meeting = lock_minutes(meeting, reason=reason)
    present = present_at(meeting)
    ticked = "、".join(map(str, present)) or _("一家也没有")
    check_version(version, attendance_version(present), texts=[ticked])
    there = {household.pk: household for household in households}
    lock_building(meeting.building, there.values())
    known = Presence.objects.filter(meeting=meeting)
    known.exclude(household__in=there).update(present=False)
    known.filter(household__in=there).update(present=True)
    new = there.keys() - set(known.values_list("household_id", flat=True))
    Presence.objects.bulk_create(
        Presence(meeting=meeting, household_id=pk, present=True) for pk in sorted(new)
    )
    finish_edit(meeting, reason=reason, by=by)


@transaction.atomic
def save_attendance_sheet(meeting: Meeting, photos: Iterable[File], *, by: User) -> None:
    meeting = Meeting.objects.locked(meeting)
    pictures = [photo.content for photo in photos if isinstance(photo.content, CleanPhoto)]
    if not meeting.took_place:
        raise Refused(_("会还没有开。"))
    if meeting.photos.count() + len(pictures) > MAX_SHEET_PHOTOS:
        raise Refused(_("签到表的照片最多放%(most)s张。") % {"most": MAX_SHEET_PHOTOS})
    for picture in pictures:
        kept = SheetPhoto(meeting=meeting, by=by, width=picture.width, height=picture.height)
        save_photo(picture, whole=kept.file, small=kept.thumbnail)
        kept.save()
    enter(meeting, "meetings.sheet_kept", by=by, audience=Audience.LEADERS)


def _acknowledge_invitation(meeting: Meeting, household: Household, by: User) -> None:
    if meeting.invitation_id is None:
        return
    canvass = meeting.building.canvass_set.get(pk=meeting.invitation_id)
    if canvass.taking_answers:
        voice = Voice.objects.filter(canvass=canvass, household=household).first()
        if voice:
            acknowledge(canvass, voice, by=by)
