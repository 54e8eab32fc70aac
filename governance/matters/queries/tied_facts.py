"""What the tied things tell of a matter: what comes next, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Canvass
from governance.lounge.models import Thread
from governance.matters.lifecycle import FORWARD, MATTER, ORDER, MilestoneState, Stage
from governance.matters.models import Matter, Milestone, Promise
from governance.matters.queries.ties import Ties
from governance.matters.queries.timeline import meetings_of_parts
from governance.meetings.lifecycle import READ_BY_ALL, MeetingState, TaskState
from governance.meetings.models import Meeting, Resolution, Task
from governance.notices.models import Notice
from louzu.lib.quoting import quoted
from louzu.lib.time import end_of_day, format_when
from residents.rooms.waiting import Thing, thing_of


@dataclass(frozen=True, slots=True)
class TiedFacts:
    """The tied things that all members may read, as far as they tell where a matter stands."""

    canvasses: list[Canvass] = field(default_factory=list)
    """Announced ones, with their counts, also those that carry a notice or an invitation."""
    meetings: list[Meeting] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    agreed: list[Resolution] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    events: list[Notice] = field(default_factory=list)
    """Notices of events to come."""

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.state == TaskState.OPEN]


@dataclass(frozen=True, slots=True)
class NextEvent:
    at: dt.datetime
    until: bool
    what: str
    url: str

    @property
    def when(self) -> str:
        return format_when(self.at, until=self.until)


@dataclass(frozen=True, slots=True)
class StageSuggestion:
    """A step that the tied things speak for."""

    step: str
    why: str

    @property
    def stage(self) -> Stage:
        return FORWARD[self.step]


def tied_facts_of(ties: Ties) -> TiedFacts:
    """Needs one query for each type of thing that is tied."""
    return tied_facts_of_each({0: ties})[0]


def tied_facts_of_each(ties_by_matter: dict[int, Ties]) -> dict[int, TiedFacts]:
    """Map the keys of several matters to their facts, with as many queries as for one."""
    of_all = Ties(others=[thing for ties in ties_by_matter.values() for thing in ties.all])
    parts = meetings_of_parts(of_all)
    found: dict[str, list[Any]] = {
        "canvasses": _canvasses(of_all),
        "meetings": _meetings(of_all.ids_of("meetings.meeting") | set(parts.values())),
        "tasks": _tasks(of_all),
        "agreed": _agreed(of_all),
        "threads": _threads(of_all),
        "events": _events(of_all),
    }
    return {matter: _facts_in(found, ties, parts) for matter, ties in ties_by_matter.items()}


def _facts_in(found: dict[str, list[Any]], ties: Ties, parts: dict[Thing, int]) -> TiedFacts:
    mine = set(ties.all)
    mine |= {("meetings.meeting", parts[part]) for part in mine & parts.keys()}
    rows = {name: [one for one in of if thing_of(one) in mine] for name, of in found.items()}
    return TiedFacts(**rows)


def next_event_of(
    facts: TiedFacts, promises: list[Promise], milestones: Sequence[Milestone] = ()
) -> NextEvent | None:
    """Return what comes first. ``promises`` are those that the reader may see."""
    now = timezone.now()
    events = chain(_events_of(facts, promises), _events_of_milestones(milestones))
    coming = (event for event in events if event.at > now)
    return min(coming, key=lambda event: event.at, default=None)


def suggestion_for(matter: Matter, facts: TiedFacts) -> StageSuggestion | None:
    """Return the farthest step that the tied things speak for, or None if it is not ahead or was
    declined."""
    found = [
        StageSuggestion(step, why)
        for step, why in _signs(matter, facts)
        if MATTER.allows(matter, step)
    ]
    farthest = max(found, key=lambda one: ORDER.index(one.stage), default=None)
    return farthest if farthest and farthest.step != matter.declined_step else None


def usual_step_of(matter: Matter) -> str:
    """Return the step to the next stage, or "" after the last one."""
    steps = [step for step in FORWARD if MATTER.allows(matter, step)]
    return steps[0] if steps else ""


def _signs(matter: Matter, facts: TiedFacts) -> Iterator[tuple[str, str]]:
    talked = [(thread.title, thread.replies) for thread in facts.threads]
    for title, replies in talked:
        if replies:
            yield "talk", _("客厅里在说“%(what)s”。") % {"what": quoted(title)}
    for meeting in facts.meetings:
        yield "talk", _("开会商量了“%(what)s”。") % {"what": quoted(meeting.title)}
    asked = [one for one in facts.canvasses if one.state != CanvassState.ANNOUNCED]
    yield from (_sign_of(one) for one in asked if one.purpose in DECIDING)
    for resolution in facts.agreed:
        yield "decide", _("会上说定了：%(what)s") % {"what": resolution.text}
    for task in facts.tasks:
        yield "do", _("请人去办了：%(what)s") % {"what": task.what}
    if matter.stage == Stage.DOING and facts.tasks and not facts.open_tasks:
        yield "finish", _("交代的事都办好了。")


def _sign_of(canvass: Canvass) -> tuple[str, str]:
    words = {"what": quoted(canvass.question)}
    published = canvass.state == CanvassState.PUBLISHED
    if published and canvass.count_of.result.get("passed"):
        return "decide", _("“%(what)s”通过了。") % words
    return "ask", _("在问每一户：“%(what)s”") % words


def _events_of(facts: TiedFacts, promises: list[Promise]) -> Iterator[NextEvent]:
    yield from _events_of_canvasses(facts.canvasses)
    for meeting in facts.meetings:
        if meeting.state == MeetingState.INVITED:
            yield NextEvent(meeting.starts_at, False, meeting.title, meeting.get_absolute_url())
    for task in facts.open_tasks:
        yield NextEvent(end_of_day(task.due_on), True, task.what, task.get_absolute_url())
    for notice in facts.events:
        if notice.happens_from:
            yield NextEvent(notice.happens_from, False, notice.title, notice.get_absolute_url())
    due = [(one.due_on, one.words) for one in promises if one.pending and one.words]
    yield from (NextEvent(end_of_day(on), True, words, "#promises") for on, words in due if on)


def _events_of_milestones(line: Sequence[Milestone]) -> Iterator[NextEvent]:
    for one in line:
        if one.state == MilestoneState.PLANNED and one.planned_on:
            yield NextEvent(end_of_day(one.planned_on), True, one.title, "#dates")


def _events_of_canvasses(canvasses: list[Canvass]) -> Iterator[NextEvent]:
    for canvass in canvasses:
        words = {"what": quoted(canvass.question)}
        if canvass.state == CanvassState.OPEN:
            what = _("答复“%(what)s”") % words
            yield NextEvent(canvass.closes_at, True, what, canvass.get_absolute_url())
        elif canvass.state == CanvassState.ANNOUNCED:
            what = _("开始问每一户：“%(what)s”") % words
            yield NextEvent(canvass.opens_at, False, what, canvass.get_absolute_url())


def _canvasses(ties: Ties) -> list[Canvass]:
    pks = ties.ids_of("canvass.canvass")
    if not pks:
        return []
    found = Canvass.objects.filter(pk__in=pks).exclude(
        state__in=[CanvassState.DRAFT, CanvassState.WITHDRAWN]
    )
    return list(found.select_related("building", "count_of").order_by("pk"))


def _meetings(pks: set[int]) -> list[Meeting]:
    if not pks:
        return []
    left_out = [MeetingState.PLANNED, MeetingState.CANCELLED]
    found = Meeting.objects.filter(pk__in=pks).exclude(state__in=left_out)
    return list(found.select_related("building").order_by("pk"))


def _tasks(ties: Ties) -> list[Task]:
    pks = ties.ids_of("meetings.task")
    if not pks:
        return []
    found = Task.objects.filter(pk__in=pks).readable_by_all().exclude(state=TaskState.DROPPED)
    return list(found.select_related("building", "resolution").order_by("pk"))


def _agreed(ties: Ties) -> list[Resolution]:
    pks = ties.ids_of("meetings.resolution")
    if not pks:
        return []
    found = Resolution.objects.filter(pk__in=pks, kind=Resolution.Kind.AGREED)
    return list(found.filter(item__meeting__state__in=READ_BY_ALL).order_by("pk"))


def _threads(ties: Ties) -> list[Thread]:
    pks = ties.ids_of("lounge.thread")
    if not pks:
        return []
    return list(Thread.objects.filter(pk__in=pks).shown().select_related("building").order_by("pk"))


def _events(ties: Ties) -> list[Notice]:
    pks = ties.ids_of("notices.notice")
    if not pks:
        return []
    found = Notice.objects.filter(pk__in=pks, happens_from__gt=timezone.now())
    return list(found.shown().select_related("building").order_by("happens_from"))
