"""Tasks: give one without a meeting, hand it to somebody else, report on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.actions.messages import create_message, tell_authors
from governance.journal.actions import enter, link
from governance.journal.models import Audience, LinkKind
from governance.meetings.actions._shared import audience_of_minutes
from governance.meetings.inputs import TaskInput
from governance.meetings.lifecycle import TASK, TaskState
from governance.meetings.models import Meeting, Task
from louzu.lib.attachments import AbstractAttachment, attach, detach
from louzu.lib.errors import Refused
from louzu.lib.uploads import File
from louzu.lib.versions import check_version
from residents.models import Building, User
from residents.rooms.waiting import Thing, thing_of


@transaction.atomic
def give_task(building: Building, data: TaskInput, *, by: User, cause: Thing | None = None) -> Task:
    """Ask somebody to do something. ``cause`` is the thing of which it comes, if any."""
    task = Task.objects.create(
        building=building, text=data.text, taken_by=data.who, due_on=data.due_on
    )
    if cause:
        link(building, cause, task, LinkKind.DONE_BY)
    enter(task, "meetings.asked_to_do", by=by, whom=data.who)
    create_message("meetings.task_given", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def change_task(task: Task, data: TaskInput, *, version: str | None = None, by: User) -> Task:
    """Change what is to be done and until when, or hand it to somebody else, who is told of it. A
    dropped task is open again then. Raises Stale if ``version`` is outdated."""
    task = _locked(task)
    if task.resolution:
        raise Refused(_("这是会上说定的，请改那次会的决议。"))
    dropped = task.state == TaskState.DROPPED
    check_version(version, task.version, texts=[task.text, task.taken_by.known_as])
    TASK.take(task, "change")
    handed_over = task.taken_by_id != data.who.pk
    task.text, task.taken_by, task.due_on = data.text, data.who, data.due_on
    task.said, task.settled_at = "", None
    if handed_over or dropped:
        task.given_at = timezone.now()
    task.save()
    if handed_over:
        enter(task, "meetings.task_handed_over", by=by, whom=data.who)
    elif dropped:
        enter(task, "meetings.asked_to_do", by=by, whom=data.who)
    else:
        enter(task, "meetings.task_changed", by=by)
    create_message("meetings.task_given", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def finish_task(task: Task, *, said: str = "", files: Iterable[File] = (), by: User) -> Task:
    """Finish a task. The journal names whoever took it, also if somebody else reports it."""
    task = _step(task, "finish", said, files)
    other = None if task.taken_by_id == by.pk else task.taken_by
    verb = "meetings.given_task_done_by" if other else "meetings.given_task_done"
    enter(task, verb, by=by, whom=other, audience=_audience_of(task))
    tell_authors("meetings.done", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def drop_task(task: Task, *, said: str, files: Iterable[File] = (), by: User) -> Task:
    """Give up a task. Residents can read the reason, and who asked for it is told."""
    task = _step(task, "drop", said, files)
    enter(task, "meetings.given_task_dropped", by=by, audience=_audience_of(task))
    create_message("meetings.task_given_back", thing_of(task), by=by.pk)
    tell_authors("meetings.given_up", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> Task:
    task = _step(task, "reopen", "")
    enter(task, "meetings.given_task_reopened", by=by, audience=_audience_of(task))
    return task


@transaction.atomic
def remove_report_file(task: Task, file: AbstractAttachment, *, by: User) -> None:
    """Remove a file, in any state: a photo may show a person who objects to it."""
    task = _locked(task)
    detach(file)
    if task.resolution:
        meeting = task.resolution.item.meeting
        enter(meeting, "meetings.attachment_removed", by=by, audience=audience_of_minutes(meeting))
    else:
        enter(task, "meetings.task_attachment_removed", by=by)


def _step(task: Task, step: str, said: str, files: Iterable[File] = ()) -> Task:
    task = _locked(task)
    TASK.take(task, step)
    if task.resolution:
        rows = task.resolution.attachments.all()
        attach(rows, files, resolution=task.resolution, reports=True)
    else:
        attach(task.attachments.all(), files, task=task)
    task.said = said
    task.settled_at = None if task.state == TaskState.OPEN else timezone.now()
    task.save(update_fields=["state", "said", "settled_at"])
    return task


def _locked(task: Task) -> Task:
    """Return the row locked. Who writes the minutes locks the meeting first, and so does this."""
    meeting = task.resolution.item.meeting if task.resolution else None
    if meeting:
        meeting = Meeting.objects.locked(meeting)
    task = Task.objects.locked(task)
    if task.resolution and meeting:
        task.resolution.item.meeting = meeting
    return task


def _audience_of(task: Task) -> str:
    """Lines about a task of a resolution are read by who reads the minutes."""
    if task.resolution is None:
        return Audience.RESIDENTS
    return audience_of_minutes(task.resolution.item.meeting)
