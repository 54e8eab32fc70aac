"""Meetings and their parts, as they are shown on the pages of things that led to them or came of
them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.meetings.lifecycle import READ_BY_ALL, MeetingState, TaskState
from governance.meetings.models import AgendaItem, Meeting, Proposal, Resolution, Task
from louzu.lib.quoting import quoted
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def meeting_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    meetings = Meeting.objects.filter(pk__in=pks).select_related("building")
    return {
        meeting.pk: ThingView(
            meeting.get_kind_display(),
            meeting.title,
            meeting.get_state_display(),
            meeting.get_absolute_url(),
        )
        for meeting in meetings
    }


def item_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    """The state of an item is that of its meeting."""
    if not standing.member:
        return {}
    items = AgendaItem.objects.filter(pk__in=pks).select_related("meeting__building")
    return {
        item.pk: ThingView(
            _("议题"),
            item.title,
            item.meeting.get_state_display(),
            item.meeting.get_absolute_url(),
        )
        for item in items
    }


def proposal_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    proposals = Proposal.objects.filter(pk__in=pks).select_related("meeting__building")
    return {
        proposal.pk: ThingView(
            _("邻居提的议题"),
            proposal.title,
            proposal.get_state_display(),
            proposal.meeting.get_absolute_url(),
        )
        for proposal in proposals
    }


def resolution_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    resolutions = Resolution.objects.filter(pk__in=pks).select_related("item__meeting__building")
    if not standing.leads:
        resolutions = resolutions.filter(item__meeting__state__in=READ_BY_ALL)
    return {
        resolution.pk: ThingView(
            _("决议"),
            resolution.text,
            resolution.get_way_display(),
            resolution.item.meeting.get_absolute_url(),
        )
        for resolution in resolutions
    }


def resolution_words_of(building: Building, pk: int) -> ThingWords | None:
    found = Resolution.objects.filter(item__meeting__building=building, pk=pk).first()
    return ThingWords(found.text, found.text) if found else None


def task_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    tasks = Task.objects.filter(pk__in=pks).select_related("building", "resolution")
    if not standing.leads:
        tasks = tasks.readable_by_all()
    return {
        task.pk: ThingView(
            _("交代的事"), str(task), task.get_state_display(), task.get_absolute_url()
        )
        for task in tasks
    }


def task_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return what was done, once it is, and the report on it."""
    done = Task.objects.filter(building=building, pk=pk, state=TaskState.DONE)
    task = done.select_related("resolution").first()
    if task is None:
        return None
    return ThingWords(task.what, task.said, gettext("办好了：%(what)s") % {"what": task.what})


def meeting_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return what a meeting with published minutes agreed on."""
    published = building.meeting_set.filter(pk=pk, state=MeetingState.PUBLISHED)
    meeting = published.first()
    if meeting is None:
        return None
    resolutions = Resolution.objects.filter(item__meeting=meeting).order_by("item__number", "pk")
    text = "\n\n".join(resolution.text for resolution in resolutions)
    headline = gettext("“%(title)s”说定的事") % {"title": quoted(meeting.title)}
    return ThingWords(meeting.title, text, headline)


THING_TYPES = {
    "meetings.meeting": ThingType(views_of=meeting_views_of, words_of=meeting_words_of),
    "meetings.agendaitem": ThingType(views_of=item_views_of),
    "meetings.proposal": ThingType(views_of=proposal_views_of),
    "meetings.resolution": ThingType(views_of=resolution_views_of, words_of=resolution_words_of),
    "meetings.task": ThingType(views_of=task_views_of, words_of=task_words_of),
}
