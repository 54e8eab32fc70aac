"""Minutes: points, resolutions, and the destination of each resolution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.drafting import draft_canvass
from governance.canvass.inputs import CanvassInput
from governance.canvass.kinds import CanvassKind
from governance.canvass.models import Canvass, Electorate
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.meetings.actions._shared import (
    audience_of_minutes,
    finish_edit,
    lock_minutes,
    write_points,
)
from governance.meetings.lifecycle import TaskState
from governance.meetings.models import (
    AgendaItem,
    Meeting,
    Resolution,
    ResolutionAttachment,
    Task,
)
from louzu.lib.attachments import attach, detach
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from louzu.lib.uploads import File
from louzu.lib.versions import check_version
from residents.models import User
from residents.rooms.waiting import thing_of


@dataclass(frozen=True, slots=True)
class ResolutionInput:
    """A resolution. ``hands`` are the numbers for, against and neither, as a note and not a vote.
    ``who`` and ``due_on`` are used with the way ``task``."""

    kind: str
    text: str
    way: str
    hands: tuple[int, int, int] | None = None
    who: User | None = None
    due_on: dt.date | None = None


@transaction.atomic
def edit_points(
    item: AgendaItem, *, points: str, version: str | None = None, reason: str = "", by: User
) -> AgendaItem:
    """Replace the points of an item, one per line. Raises Stale if ``version`` is outdated."""
    meeting = lock_minutes(item.meeting, reason=reason)
    write_points(item, points, read=version)
    finish_edit(meeting, reason=reason, by=by)
    return item


@transaction.atomic
def add_resolution(
    item: AgendaItem,
    data: ResolutionInput,
    *,
    files: Iterable[File] = (),
    reason: str = "",
    by: User,
) -> Resolution:
    meeting = lock_minutes(item.meeting, reason=reason)
    resolution = Resolution(item=item)
    _write(resolution, data, by)
    attach(resolution.attachments.all(), files, resolution=resolution)
    enter(meeting, "meetings.resolved", by=by, audience=audience_of_minutes(meeting))
    finish_edit(meeting, reason=reason, by=by)
    return resolution


@transaction.atomic
def change_resolution(
    resolution: Resolution,
    data: ResolutionInput,
    *,
    files: Iterable[File] = (),
    version: str | None = None,
    reason: str = "",
    by: User,
) -> Resolution:
    """Change the text, or the destination while nothing has come of it. Raises Stale if ``version``
    is outdated."""
    meeting = lock_minutes(resolution.item.meeting, reason=reason)
    resolution = _current_resolution(resolution)
    check_version(version, resolution.version, texts=resolution.conflict_texts)
    if data.way != resolution.way:
        _clear_destination(resolution)
    _write(resolution, data, by)
    attach(resolution.attachments.all(), files, resolution=resolution)
    finish_edit(meeting, reason=reason, by=by)
    return resolution


@transaction.atomic
def remove_resolution(resolution: Resolution, *, by: User) -> None:
    """Delete a resolution. Raises Refused once residents can read the minutes."""
    meeting = lock_minutes(resolution.item.meeting, reason="")
    if meeting.read_by_all:
        raise Refused(_("邻居们已经看到了，只能改，不能拿掉。"))
    _clear_destination(resolution)
    for attachment in resolution.attachments.all():
        detach(attachment)
    resolution.delete()
    finish_edit(meeting, reason="", by=by)


@transaction.atomic
def draft_canvass_on(resolution: Resolution, *, kind: CanvassKind, by: User) -> Canvass:
    meeting = Meeting.objects.locked(resolution.item.meeting)
    resolution = Resolution.objects.select_related("item__thread").get(pk=resolution.pk)
    if resolution.way != Resolution.Way.CANVASS:
        raise Refused(_("这一条不是要挨家挨户问的。"))
    if resolution.canvass_id:
        raise Refused(_("已经起草过一次征询了。"))
    opens = timezone.now() + dt.timedelta(days=kind.preset.notice_days)
    resolution.canvass = draft_canvass(
        meeting.building,
        CanvassInput(
            purpose=kind.purpose,
            preset=kind.preset.key,
            electorate=_electorate_of(kind),
            threshold="2/3" if kind.preset.own_threshold else "",
            question=resolution.text[:120],
            body=_body(meeting, resolution),
            opens_at=opens,
            closes_at=opens + dt.timedelta(days=kind.days_open),
            thread=resolution.item.thread,
        ),
        by=by,
        about_url=meeting.get_absolute_url(),
    )
    resolution.save(update_fields=["canvass"])
    link(meeting.building, resolution, resolution.canvass, LinkKind.ASKED_IN)
    return resolution.canvass


@transaction.atomic
def remove_resolution_attachment(attachment: ResolutionAttachment, *, by: User) -> None:
    """Remove a file, in any state: a photo may show a person who objects to it."""
    meeting = Meeting.objects.locked(attachment.resolution.item.meeting)
    detach(attachment)
    enter(meeting, "meetings.attachment_removed", by=by, audience=audience_of_minutes(meeting))


def _current_resolution(resolution: Resolution) -> Resolution:
    found = Resolution.objects.select_related("item", "task__taken_by").filter(pk=resolution.pk)
    newest = found.first()
    if newest is None:
        raise Refused(_("这一条别人刚拿掉了。"))
    newest.item.meeting = resolution.item.meeting
    return newest


def _write(resolution: Resolution, data: ResolutionInput, by: User) -> None:
    resolution.kind, resolution.text, resolution.way = data.kind, data.text, data.way
    hands = data.hands or (None, None, None)
    resolution.hands_for, resolution.hands_against, resolution.hands_abstain = hands
    resolution.save()
    link(resolution.building, resolution.item, resolution, LinkKind.DECIDED_IN)
    if data.way == Resolution.Way.TASK:
        if data.who is None or data.due_on is None:
            raise Refused(_("有人去办的，请写是谁、到哪天。"))
        task, created = Task.objects.update_or_create(
            resolution=resolution,
            defaults={
                "building": resolution.building,
                "taken_by": data.who,
                "due_on": data.due_on,
            },
        )
        if created:
            link(resolution.building, resolution, task, LinkKind.DONE_BY)
        create_message("meetings.task_given", thing_of(task), by=by.pk)


def _clear_destination(resolution: Resolution) -> None:
    """Remove the open task of the resolution. Raises Refused if something has come of it already."""
    task = Task.objects.filter(resolution=resolution).first()
    settled = task is not None and task.state != TaskState.OPEN
    if settled or resolution.canvass_id or resolution.carried_on.exists():
        raise Refused(_("这一条已经在办了，去处不能再改。"))
    if task:
        task.delete()


def _electorate_of(kind: CanvassKind) -> str:
    """Return households if the law allows it, or else the default of the preset."""
    households = str(Electorate.HOUSEHOLDS)
    return households if households in kind.preset.electorates else kind.preset.electorate


def _body(meeting: Meeting, resolution: Resolution) -> str:
    points = "\n".join(f"- {point}" for point in resolution.item.point_lines)
    source = stored(
        gettext_lazy("来自议事会“%(title)s”，议题“%(item)s”。"),
        title=quoted(meeting.title),
        item=quoted(resolution.item.title),
    )
    return "\n\n".join(part for part in (resolution.text, points, source) if part)
