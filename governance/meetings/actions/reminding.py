"""Remind of meetings and tasks."""

from __future__ import annotations

from django.db import transaction

from governance.inbox.actions.reminding import remind_of_event
from governance.meetings.models import Meeting, Task
from governance.meetings.queries.lists import meetings_held_soon
from governance.meetings.queries.tasks import tasks_due_soon
from louzu.lib.jobs import run_each
from residents.rooms.waiting import thing_of


def remind_of_meetings() -> None:
    """Write the reminders whose time has come. The host gets none."""
    run_each(_remind, list(meetings_held_soon()))


def remind_of_tasks() -> None:
    """Write the reminders of tasks that are due tomorrow and not settled."""
    run_each(_remind_taker, list(tasks_due_soon()))


@transaction.atomic
def _remind(meeting: Meeting) -> None:
    meeting = Meeting.objects.locked(meeting)
    at = meeting.starts_at
    remind_of_event("meetings.reminder", thing_of(meeting), at, by=meeting.host_id)


@transaction.atomic
def _remind_taker(task: Task) -> None:
    task = Task.objects.locked(task)
    remind_of_event("meetings.task_due", thing_of(task), task.due_at, by=None)
