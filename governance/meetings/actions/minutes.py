"""Minutes, from the end of a meeting to publication and later editions."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.actions.messages import create_message, tell_authors
from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.meetings.actions._shared import (
    create_edition,
    finish_edit,
    lock_minutes,
    write_points,
)
from governance.meetings.lifecycle import CORRECTION, MEETING
from governance.meetings.models import AgendaItem, Correction, Meeting, Resolution
from louzu.lib.errors import Refused
from louzu.lib.time import local_datetime
from residents.models import User
from residents.rooms.waiting import thing_of


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, "close")
    meeting.save(update_fields=["state"])
    enter(meeting, "meetings.closed", by=by, audience=Audience.LEADERS)
    return meeting


@transaction.atomic
def open_minutes(meeting: Meeting, *, days: int, by: User) -> Meeting:
    """Show the minutes to residents. Those who were present may ask for corrections during the next
    ``days`` days."""
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, "open")
    last = timezone.localdate() + dt.timedelta(days=days + 1)
    meeting.corrections_until = local_datetime(last)
    meeting.save(update_fields=["state", "corrections_until"])
    enter(meeting, "meetings.minutes_opened", by=by)
    for resolution in Resolution.objects.filter(item__meeting=meeting):
        tell_authors("meetings.decided", thing_of(resolution), by=by.pk)
    return meeting


@transaction.atomic
def publish_minutes(meeting: Meeting, *, by: User) -> Meeting:
    """Publish the first edition. Raises Refused during the days for corrections or while one is
    unanswered."""
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, "publish")
    if not meeting.corrections_over:
        raise Refused(_("说好的核对日子还没过完，过完了再公布。"))
    if meeting.corrections.unanswered().exists():
        raise Refused(_("还有邻居提的意见没有答复，先一条一条答复。"))
    meeting.published_at = timezone.now()
    meeting.save(update_fields=["state", "published_at"])
    create_edition(meeting, by=by)
    enter(meeting, "meetings.published", by=by)
    return meeting


@transaction.atomic
def ask_correction(
    meeting: Meeting, *, item: AgendaItem | None = None, text: str, by: User
) -> Correction:
    meeting = Meeting.objects.locked(meeting)
    if not meeting.read_by_all:
        raise Refused(_("记录还没有给大家看，现在不用核对。"))
    correction = Correction.objects.create(meeting=meeting, item=item, text=text, author=by)
    enter(meeting, "meetings.correction_asked", by=by)
    return correction


@transaction.atomic
def accept_correction(
    correction: Correction,
    *,
    points: str | None = None,
    version: str | None = None,
    answer: str = "",
    by: User,
) -> Correction:
    """Accept a correction and replace the points of its item by ``points``. Published minutes get a
    new edition. Raises Stale if ``version`` is outdated."""
    reason = answer or correction.text[:300]
    meeting = lock_minutes(correction.meeting, reason=reason)
    correction = Correction.objects.select_related("item").get(pk=correction.pk)
    CORRECTION.take(correction, "accept")
    correction.answer = answer
    correction.save(update_fields=["state", "answer"])
    if correction.item and points is not None:
        write_points(correction.item, points, read=version)
    enter(meeting, "meetings.correction_accepted", by=by)
    create_message("meetings.correction_decided", thing_of(correction), by=by.pk)
    finish_edit(meeting, reason=reason, by=by)
    return correction


@transaction.atomic
def answer_correction(correction: Correction, *, answer: str, by: User) -> Correction:
    meeting = Meeting.objects.locked(correction.meeting)
    correction = Correction.objects.get(pk=correction.pk)
    CORRECTION.take(correction, "answer")
    correction.answer = answer
    correction.save(update_fields=["state", "answer"])
    enter(meeting, "meetings.correction_answered", by=by)
    create_message("meetings.correction_decided", thing_of(correction), by=by.pk)
    return correction
