"""Tasks from resolutions, and those given without a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from governance.inbox.reminders import A_DAY
from governance.meetings.lifecycle import TaskState
from governance.meetings.models import Task, TaskQuerySet
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Membership, Standing, User
from residents.places.models.spans import on_record_on
from residents.rooms.messages import Because, Recipient
from residents.rooms.recipients import leader_of

MAX_TASKS_ON_HOME = 5
MAX_TASKS = 100
SETTLED_ORDER = Keyset(("settled_at", "pk"))


def tasks_for_page() -> TaskQuerySet:
    return Task.objects.select_related("taken_by", "resolution__item__meeting__building")


def who_hears_of_give_up(task: Task) -> Iterator[Recipient]:
    """Yield whoever asked for the task, if they still lead the building, and its leader."""
    asked_by = Task.objects.with_asker().get(pk=task.pk).asked_by
    asker = User.objects.filter(pk=asked_by).first() if asked_by else None
    if asker and asker.standing_in(task.building).leads:
        yield Recipient(asker.pk, Because.AUTHOR)
    yield from leader_of(task.building)


def readable_task_in(building: Building, pk: int) -> Task | None:
    """Return a task that every member may read."""
    found = Task.objects.filter(building=building, pk=pk).readable_by_all()
    return found.select_related("building", "resolution").first()


def open_tasks_in(building: Building, standing: Standing, user: User) -> list[Task]:
    readable = _readable(building, standing, user).open()
    return list(readable.order_by("due_on", "pk")[:MAX_TASKS])


def settled_tasks_in(
    building: Building, standing: Standing, user: User, *, after: str | None = None
) -> Page[Task]:
    settled = _readable(building, standing, user).exclude(state=TaskState.OPEN)
    return SETTLED_ORDER.page(settled, after)


def tasks_for_home(building: Building, standing: Standing, user: User) -> list[Task]:
    """Return this person's open tasks. Leader and staff also get all overdue ones."""
    mine = Q(taken_by=user)
    if standing.leads:
        mine |= Q(due_on__lt=timezone.localdate())
    found = _joined(building).with_asker().open().filter(mine).order_by("due_on", "pk")
    return list(found[: 2 * MAX_TASKS_ON_HOME])


def late_tasks_in(building: Building) -> list[Task]:
    late = _joined(building).late()
    return list(late.order_by("due_on", "pk")[: 2 * MAX_TASKS_ON_HOME])


def tasks_due_soon() -> TaskQuerySet:
    """Return open tasks of which people are reminded about now."""
    today = timezone.localdate()
    return Task.objects.open().filter(
        on_record_on(prefix="building__"), due_on__range=(today, today + A_DAY)
    )


def possible_takers_in(building: Building) -> list[Membership]:
    """Return everybody who lives here and could accept a task, once each, with their lowest home,
    by floor."""
    members = Membership.objects.current().filter(household__building=building)
    ordered = members.order_by("household__flat__floor", "household__flat__room", "pk")
    once: dict[int, Membership] = {}
    for member in ordered.select_related("user", "household__flat"):
        once.setdefault(member.user_id, member)
    return list(once.values())


def _readable(building: Building, standing: Standing, user: User) -> TaskQuerySet:
    """Return readable tasks with attachments."""
    tasks = _joined(building).prefetch_related("resolution__attachments", "attachments")
    return tasks.readable_by(standing, user)


def _joined(building: Building) -> TaskQuerySet:
    return tasks_for_page().filter(building=building).select_related("building")
