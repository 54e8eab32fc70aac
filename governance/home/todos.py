"""What waits for a person, and what of it comes from the meetings."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Canvass, Holder
from governance.canvass.queries.box import pending_seats_of
from governance.canvass.queries.lists import errands_of
from governance.meetings.models import Meeting, Task
from governance.meetings.queries.lists import (
    leader_task_text,
    meetings_awaiting_reply,
    meetings_needing_leader,
)
from governance.meetings.queries.tasks import tasks_at_home
from louzu.lib.time import format_day, format_moment
from residents.models import Building, Standing, User
from residents.people.queries.buildings import has_roster


@dataclass(frozen=True, slots=True)
class TodoChoice:
    """A button that posts one field: an answer that can be given at once."""

    word: str
    url: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for this person: what, more about it, and the one thing to do."""

    text: str
    note: str
    url: str
    action: str
    choices: tuple[TodoChoice, ...] = ()
    news: bool = False
    """Happened in one's own household: shown before what is to be done, and gone once seen."""


@dataclass(frozen=True, slots=True)
class MeetingTodos:
    pressing: list[Todo]
    """Tasks that are late, invitations without a word, what wants the leader's hand."""
    later: list[Todo]
    """Tasks that one took on and that have time."""
    carried: set[int | None]
    """The canvasses that carry those invitations: an invitation is said once, as the meeting."""


def account_todos(user: User) -> list[Todo]:
    """Until the person has chosen a password that nobody else knows."""
    if user.password_set_at is None:
        return []
    note = _("%(when)s。知道这个密码的不止您，请自己另定一个。不是您请他定的，请告诉楼组长或居委")
    return [
        Todo(
            _("系统管理员给您定了一个密码"),
            note % {"when": format_moment(user.password_set_at)},
            reverse("keys"),
            _("去改密码"),
            news=True,
        )
    ]


def roster_todos(building: Building, standing: Standing) -> list[Todo]:
    """Return the task to import the roster, for leader and staff of a building that has none."""
    if not (standing.leader or standing.staff) or has_roster(building):
        return []
    what = _("这栋楼还没有名册")
    if standing.staff:
        upload = reverse("admin:residents_building_roster_upload", args=[building.pk])
        return [Todo(what, _("住户加入、征询都从名册开始"), upload, _("先导入名册"))]
    home = reverse("slips:choose", args=[building.slug])
    return [Todo(what, _("请居委先导入名册，再给各家印入户条"), home, _("去看看"))]


def round_todos(building: Building, user: User) -> list[Todo]:
    """What this person carries of canvasses: the key of a ballot box, and doors to knock on."""
    boxes = [_held(holder) for holder in pending_seats_of(user, building)]
    return boxes + [_doors(canvass, n) for canvass, n in errands_of(building, user)]


def meeting_todos(building: Building, standing: Standing, user: User) -> MeetingTodos:
    invited = meetings_awaiting_reply(building, standing)
    led = meetings_needing_leader(building) if standing.leader or standing.staff else []
    tasks = tasks_at_home(building, standing, user)
    late = [_taken(task, user) for task in tasks if task.late]
    return MeetingTodos(
        pressing=[*late, *map(_invited, invited), *map(_led, led)],
        later=[_taken(task, user) for task in tasks if not task.late],
        carried={meeting.invitation_id for meeting in invited},
    )


def _invited(meeting: Meeting) -> Todo:
    note = f"{format_moment(meeting.starts_at)} · {meeting.place}"
    return Todo(meeting.title, note, meeting.get_absolute_url(), _("说来不来"))


def _led(meeting: Meeting) -> Todo:
    """What a meeting wants of whoever leads."""
    return Todo(meeting.title, leader_task_text(meeting), meeting.get_absolute_url(), _("去办"))


def _taken(task: Task, user: User) -> Todo:
    """One's own, or one that is late and the leader's to ask after."""
    if not task.late:
        note = _("%(due)s前办好") % {"due": format_day(task.due_on)}
    elif task.taken_by_id == user.pk:
        note = _("说好%(due)s前办好，过了日子") % {"due": format_day(task.due_on)}
    else:
        words = {"who": task.taken_by, "due": format_day(task.due_on)}
        note = _("%(who)s说好%(due)s前办好，过了日子") % words
    url = reverse(
        "meetings:settle",
        args=[task.building.slug, task.resolution.item.meeting_id, task.pk],
    )
    return Todo(task.resolution.text, note, url, _("说一声"))


def _held(holder: Holder) -> Todo:
    """One of the three who keep the keys of a secret vote."""
    canvass = holder.canvass
    args = [canvass.building.slug, canvass.pk]
    if holder.held_at is None:
        note, url = _("请您打印票箱的信封，收好"), reverse("canvass:holders", args=args)
        return Todo(canvass.question, note, url, _("去打印"))
    note = _("截止了，请您和另一位保管人一起打开票箱")
    return Todo(canvass.question, note, reverse("canvass:count", args=args), _("去清点"))


def _doors(canvass: Canvass, n: int) -> Todo:
    note = ngettext("请您去敲 %(n)s 家的门", "请您去敲 %(n)s 家的门", n) % {"n": n}
    url = reverse("canvass:round", args=[canvass.building.slug, canvass.pk])
    return Todo(canvass.question, note, url, _("去敲门"))
