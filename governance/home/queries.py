"""What the building's front page and a person's home bring together from the rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.queries import Told, latest_of
from governance.lounge.models import Thread
from governance.lounge.queries import latest_threads
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
    lines: list[Told]
    people: list[Office]


def home_of(building: Building, standing: Standing, user: User) -> Home:
    board = board_of(building, standing, user).rows
    meetings = coming_of(building, 3)
    return Home(
        greeting=greeting(),
        todos=_todos(board),
        notices=board[:3],
        meetings=meetings,
        threads=latest_threads(building, 3),
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


def greeting() -> str:
    """By the hour."""
    hour = timezone.localtime().hour
    parts = ((5, _("夜深了")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in parts if hour < end), _("晚上好"))


def next_hour(_building: Building) -> dt.datetime:
    """When the greeting may change: the tide of a page that greets."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)


def _todos(board: list[Notice]) -> list[Todo]:
    unread = [
        Todo(notice.title, _("还没看过的通知"), notice.get_absolute_url(), _("去看看"))
        for notice in board
        if notice.unread
    ]
    return unread[:MOST_TODO]
