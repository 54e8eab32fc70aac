"""Search entries of meetings: the subject, and minutes that residents can read; and of tasks."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.meetings.lifecycle import READ_BY_ALL, MeetingState
from governance.meetings.models import Meeting, Task
from governance.search.models import Passage
from louzu.lib.text import truncated
from residents.people.scope import address
from residents.rooms.contributions import Searchable

MAX_TITLE = 100


def passages_of(pk: int) -> Iterator[Passage]:
    found = Meeting.objects.filter(pk=pk).select_related("building")
    for meeting in found.prefetch_related("items__resolutions"):
        yield Passage(
            title=meeting.title,
            text=_arranged(meeting),
            url=meeting.get_absolute_url(),
            at=meeting.changed_at,
            until=meeting.changed_at
            if meeting.state == MeetingState.CANCELLED
            else meeting.ends_at,
        )
        if meeting.state in READ_BY_ALL and meeting.held_at:
            yield Passage(
                number=2,
                beneath=meeting.title,
                text=_written(meeting),
                url=address("meetings:minutes", meeting.building.slug, meeting.pk),
                at=meeting.held_at,
            )


def _arranged(meeting: Meeting) -> str:
    return "\n".join([meeting.place, *(item.title for item in meeting.items.all()), meeting.note])


def _written(meeting: Meeting) -> str:
    lines = []
    for item in meeting.items.all():
        lines += [item.title, item.points, *(r.text for r in item.resolutions.all())]
    return "\n".join(line for line in lines if line)


def passages_of_task(pk: int) -> Iterator[Passage]:
    """Tasks of resolutions are found in the minutes."""
    for task in Task.objects.filter(pk=pk, resolution=None).select_related("building"):
        yield Passage(
            title=truncated(task.text, MAX_TITLE),
            text=f"{task.text}\n{task.said}",
            url=task.get_absolute_url(),
            at=task.given_at,
        )


SEARCHABLE = (
    Searchable("meetings.meeting", _("议事会"), passages_of),
    Searchable("meetings.task", _("交代的事"), passages_of_task),
)
