"""What the building's front page and a person's home bring together from the rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Purpose
from governance.canvass.queries.lists import (
    answers_changed_at_home,
    canvasses_under_way_in,
    canvasses_waiting_for,
    unfinished_canvasses_in,
)
from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition, Suggestion
from governance.charters.queries.home import editions_waiting_for, unread_decisions_for
from governance.home.household import household_news
from governance.home.todos import Todo, account_todos, meeting_todos, roster_todos, round_todos
from governance.journal.queries import ShownLine, latest_of
from governance.lounge.models import Thread, Wish
from governance.lounge.queries import (
    Concerns,
    concerns_in,
    latest_threads,
    reminders_of,
    unsettled_in,
    wishes_in,
)
from governance.meetings.models import Meeting, Task
from governance.meetings.queries.agenda import wishes_for
from governance.meetings.queries.lists import coming_meetings_in
from governance.meetings.queries.tasks import open_tasks
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from governance.notices.queries import board_of, carried_notices_in, waiting_notices_in
from louzu.lib.time import format_day, format_moment, format_time_left
from residents.models import Building, Office, Standing, User
from residents.people.queries.buildings import count_people
from residents.people.queries.people import contacts_of

MAX_OPEN = 5
NEW = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that is not finished yet."""

    text: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """Of one room: its matters, and where all of them are."""

    title: str
    rows: list[OpenMatter]
    url: str


@dataclass(frozen=True, slots=True)
class HomePage:
    greeting: str
    todos: list[Todo]
    """All that waits for this person: news of their household, then the most pressing first."""
    notices: list[Notice]
    canvasses: list[Canvass]
    meetings: list[Meeting]
    threads: list[Thread]
    wishes: list[Wish]
    """What the leader wants done about what was said in the lounge; shown to leaders alone."""
    concerns: Concerns | None
    """What of the lounge leader and committee have to look at; none for anybody else."""
    lines: list[ShownLine]
    people: list[Office]
    taken_over: list[OpenMatters]
    """What the leader before left open; for a new leader alone."""

    @property
    def first_todos(self) -> list[Todo]:
        """The page opens with these: all news of one's household, and three to be done."""
        return self.todos[: self._opened]

    @property
    def more_todos(self) -> list[Todo]:
        return self.todos[self._opened :]

    @property
    def _opened(self) -> int:
        return 3 + sum(todo.news for todo in self.todos)


def home_page_for(building: Building, standing: Standing, user: User) -> HomePage:
    board = board_of(building, standing, user).rows
    meetings = coming_meetings_in(building, 3)
    people = contacts_of(building)
    leads = standing.leader or standing.staff
    return HomePage(
        greeting=greeting(),
        todos=_todos(board, building, standing, user),
        notices=board[:3],
        canvasses=canvasses_under_way_in(building),
        meetings=meetings,
        threads=latest_threads(building, user, 3),
        wishes=_wishes(building) if leads else [],
        concerns=concerns_in(building) if leads else None,
        lines=latest_of(building, standing, count=6),
        people=people,
        taken_over=open_matters_of(building, standing, user)
        if _is_new_leader(user, people)
        else [],
    )


def _wishes(building: Building) -> list[Wish]:
    """What no meeting has taken up yet, and whatever else the leader wanted done."""
    wanted = {wish.pk for wish in wishes_for(building)}
    wishes = wishes_in(building, 10)
    return [w for w in wishes if w.kind != Wish.Kind.AGENDA or w.pk in wanted][:5]


def open_matters_of(
    building: Building, standing: Standing, user: User, *, most: int = MAX_OPEN
) -> list[OpenMatters]:
    """What a leader leaves to the next one, room by room; empty rooms are left out."""
    slug = [building.slug]
    found = [
        OpenMatters(
            _("没贴出去的通知"),
            [_waiting(notice) for notice in waiting_notices_in(building)[:most]],
            reverse("notices:board", args=slug),
        ),
        OpenMatters(
            _("还在问的、还没公布的"),
            [
                OpenMatter(
                    canvass.question,
                    format_time_left(canvass.closes_at),
                    canvass.get_absolute_url(),
                )
                for canvass in unfinished_canvasses_in(building)[:most]
            ],
            reverse("canvass:list", args=slug),
        ),
        OpenMatters(
            _("要开的会"),
            [
                OpenMatter(
                    meeting.title, format_moment(meeting.starts_at), meeting.get_absolute_url()
                )
                for meeting in coming_meetings_in(building, most)
            ],
            reverse("meetings:list", args=slug),
        ),
        OpenMatters(
            _("会上交代、还没办好的"),
            [_given(task) for task in open_tasks(building, standing, user)[:most]],
            reverse("meetings:tasks", args=slug),
        ),
        OpenMatters(
            _("客厅里还没解决的"),
            [
                OpenMatter(thread.title, thread.get_kind_display(), thread.get_absolute_url())
                for thread in unsettled_in(building, most)
            ],
            reverse("lounge:list", args=slug),
        ),
    ]
    return [room for room in found if room.rows]


def _waiting(notice: Notice) -> OpenMatter:
    later = notice.state == NoticeState.POSTED
    note = _("%(when)s贴出") % {"when": format_moment(notice.shows_from)} if later else _("草稿")
    return OpenMatter(notice.title, note, notice.get_absolute_url())


def _is_new_leader(user: User, people: list[Office]) -> bool:
    """In office for no longer than a month."""
    begun = timezone.localdate() - NEW
    return any(o.kind == "leader" and o.user_id == user.pk and o.since > begun for o in people)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a building shows to visitors."""

    counts: dict[str, int]
    notices: list[Notice]


def front_page_of(building: Building, standing: Standing) -> FrontPage:
    return FrontPage(count_people(building), board_of(building, standing, None).rows[:5])


def greeting() -> str:
    """By the hour."""
    hour = timezone.localtime().hour
    parts = ((5, _("夜深了")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in parts if hour < end), _("晚上好"))


def next_hour(_building: Building) -> dt.datetime:
    """When the greeting may change: when a page that greets expires."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)


def _todos(board: list[Notice], building: Building, standing: Standing, user: User) -> list[Todo]:
    """What cannot wait first: questions with a deadline, what one took on, where one is expected, who
    offered help, what was not read yet. What a notice or an invitation carries is said once, as that."""
    meetings = meeting_todos(building, standing, user)
    waiting, carried = canvasses_waiting_for(building, standing), carried_notices_in(building)
    waiting = [canvass for canvass in waiting if canvass.pk not in meetings.carried]
    asked = [_asked(canvass, carried.get(canvass.pk)) for canvass in waiting]
    data = {carried[canvass.pk].pk for canvass in waiting if canvass.pk in carried}
    otherwise = answers_changed_at_home(building, user)
    changed = [
        Todo(
            canvass.question,
            _("家里人改了您家的答复"),
            canvass.get_absolute_url(),
            _("去看看"),
        )
        for canvass in otherwise
    ]
    news = household_news(building, standing, user, changed=otherwise)
    household = [replace(todo, news=True) for todo in news]
    carried_round = round_todos(building, user) if standing.helper or standing.staff else []
    charter = [_called(edition) for edition in editions_waiting_for(building, standing)]
    answered = [_answered(suggestion) for suggestion in unread_decisions_for(building, user)]
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
        if notice.unread and notice.pk not in data
    ]
    return [
        *account_todos(user), *roster_todos(building, standing), *household, *asked, *carried_round, *changed, *charter, *answered,
        *meetings.pressing, *coming, *meetings.later, *offered, *unread,
    ]  # fmt: skip


def _given(task: Task) -> OpenMatter:
    words = {"who": task.taken_by, "due": format_day(task.due_on)}
    note = _("%(who)s，%(due)s前") % words
    return OpenMatter(task.resolution.text, note, task.resolution.item.meeting.get_absolute_url())


def _asked(canvass: Canvass, notice: Notice | None) -> Todo:
    """What a notice carries is said once, and at the notice."""
    if notice:
        words = {"left": format_time_left(canvass.closes_at)}
        note = _("请替您家说一声“我家知道了” · %(left)s") % words
        if notice.is_posting:
            note = _("公示中，有意见可以提 · %(left)s") % words
        return Todo(notice.title, note, notice.get_absolute_url(), _("去看看"))
    note = _("请您家表态 · %(left)s") % {"left": format_time_left(canvass.closes_at)}
    action = _("去表态")
    if canvass.purpose == Purpose.TELL:
        note, action = (
            _("请您家看一看 · %(left)s") % {"left": format_time_left(canvass.closes_at)},
            _("去看看"),
        )
    return Todo(canvass.question, note, canvass.get_absolute_url(), action)


def _called(edition: Edition) -> Todo:
    if edition.state == EditionState.GATHERING:
        note, action = _("请您家说说公约里要有什么"), _("说一说")
    elif edition.state == EditionState.CONSULTING:
        note, action = _("草稿给大家看了，请您家说说意见"), _("去看看")
    else:
        note = _("每年再看一次：%(day)s") % {
            "day": format_day(edition.review_on) if edition.review_on else ""
        }
        action = _("去看看")
    return Todo(str(edition.charter), note, edition.get_absolute_url(), action)


def _answered(suggestion: Suggestion) -> Todo:
    words = {"fate": suggestion.get_state_display()}
    note = _("您给公约提的建议：%(fate)s") % words
    return Todo(str(suggestion), note, suggestion.get_absolute_url(), _("看答复"))
