"""Tasks: give one without a meeting, hand it to somebody else, report on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.actions.messages import create_message, tell_authors
from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
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
    """Change what is to be done and until when, or hand it to somebody else, who is told of it.
    Raises Stale if ``version`` is outdated."""
    task = _locked(task)
    if task.resolution:
        raise Refused(_("这是会上说定的，请改那次会的决议。"))
    TASK.take(task, "change")
    check_version(version, task.version, texts=[task.text, task.taken_by.known_as])
    handed_over = task.taken_by_id != data.who.pk
    task.text, task.taken_by, task.due_on = data.text, data.who, data.due_on
    if handed_over:
        task.given_at = timezone.now()
    task.save(update_fields=["text", "taken_by", "due_on", "given_at"])
    if handed_over:
        enter(task, "meetings.task_handed_over", by=by, whom=data.who)
    else:
        enter(task, "meetings.task_changed", by=by)
    create_message("meetings.task_given", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def finish_task(task: Task, *, said: str = "", files: Iterable[File] = (), by: User) -> Task:
    task = _step(task, "finish", said, files)
    if task.resolution:
        _enter_in_minutes(task.resolution.item.meeting, "meetings.task_done", by=by)
    else:
        enter(task, "meetings.given_task_done", by=by)
    tell_authors("meetings.done", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def drop_task(task: Task, *, said: str, files: Iterable[File] = (), by: User) -> Task:
    """Give up a task. Residents can read the reason."""
    task = _step(task, "drop", said, files)
    if task.resolution:
        _enter_in_minutes(task.resolution.item.meeting, "meetings.task_dropped", by=by)
    else:
        enter(task, "meetings.given_task_dropped", by=by)
    tell_authors("meetings.given_up", thing_of(task), by=by.pk)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> Task:
    task = _step(task, "reopen", "")
    if task.resolution:
        _enter_in_minutes(task.resolution.item.meeting, "meetings.task_reopened", by=by)
    else:
        enter(task, "meetings.given_task_reopened", by=by)
    return task


@transaction.atomic
def remove_report_file(task: Task, file: AbstractAttachment, *, by: User) -> None:
    """Remove a file, in any state: a photo may show a person who objects to it."""
    task = _locked(task)
    detach(file)
    if task.resolution:
        _enter_in_minutes(task.resolution.item.meeting, "meetings.attachment_removed", by=by)
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


def _enter_in_minutes(meeting: Meeting, verb: str, *, by: User) -> None:
    enter(meeting, verb, by=by, audience=audience_of_minutes(meeting))
