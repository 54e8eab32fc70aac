"""What the building's front page and a person's home bring together from the rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.queries import Told, latest_of
from governance.lounge.models import Thread, Wish
from governance.lounge.queries import (
    Concerns,
    concerns_in,
    latest_threads,
    reminders_of,
    wishes_in,
)
from governance.meetings.models import Meeting
from governance.meetings.queries import coming_of
from governance.notices.models import Notice
from governance.notices.queries import board_of
from residents.models import Building, Office, Standing, User
from residents.queries import count_people, people_to_ask

MOST_TODO = 3


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for this person: what, more about it, and the one thing to do."""

    text: str
    note: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Home:
    greeting: str
    todos: list[Todo]
    notices: list[Notice]
    meetings: list[Meeting]
    threads: list[Thread]
    wishes: list[Wish]
    """What the leader wants done about what was said in the lounge; shown to leaders alone."""
    concerns: Concerns | None
    """What of the lounge leader and committee have to look at; none for anybody else."""
    lines: list[Told]
    people: list[Office]


def home_of(building: Building, standing: Standing, user: User) -> Home:
    board = board_of(building, standing, user).rows
    meetings = coming_of(building, 3)
    leads = standing.leader or standing.staff
    return Home(
        greeting=greeting(building),
        todos=_todos(board, building, user),
        notices=board[:3],
        meetings=meetings,
        threads=latest_threads(building, user, 3),
        wishes=wishes_in(building, 5) if leads else [],
        concerns=concerns_in(building) if leads else None,
        lines=latest_of(building, standing, count=6),
        people=people_to_ask(building),
    )


@dataclass(frozen=True, slots=True)
class Front:
    """What a building shows to visitors."""

    counts: dict[str, int]
    notices: list[Notice]


def front_of(building: Building, standing: Standing) -> Front:
    return Front(count_people(building), board_of(building, standing, None).rows[:5])


def greeting(_building: Building) -> str:
    """By the hour: what the clock moves on the home page."""
    hour = timezone.localtime().hour
    parts = ((5, _("夜深了")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in parts if hour < end), _("晚上好"))


def _todos(board: list[Notice], building: Building, user: User) -> list[Todo]:
    """Most urgent first: where one is expected, who offered help, what one has not read."""
    reminders = reminders_of(building, user)
    coming = [
        Todo(thread.title, thread.invitation.when_and_where, thread.get_absolute_url(), _("看安排"))
        for thread in reminders.coming
    ]
    offered = [
        Todo(thread.title, _("有邻居愿意帮忙"), thread.get_absolute_url(), _("看是谁"))
        for thread in reminders.offered
    ]
    unread = [
        Todo(notice.title, _("还没看过的通知"), notice.get_absolute_url(), _("去看看"))
        for notice in board
        if notice.unread
    ]
    return [*coming, *offered, *unread][:MOST_TODO]
