"""Tasks that somebody accepted: of a resolution, or given without a meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.journal.models import Line
from governance.meetings.lifecycle import READ_BY_ALL, TaskState
from governance.meetings.models.minutes import Resolution
from louzu.lib.time import end_of_day
from louzu.lib.versions import version_of
from residents.models import Standing, User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

if TYPE_CHECKING:
    from louzu.lib.attachments import AbstractAttachment

ASKING = ("meetings.asked_to_do", "meetings.task_handed_over")
"""Journal verbs with which somebody is asked to take a task."""
READABLE_BY_ALL = Q(resolution=None) | Q(resolution__item__meeting__state__in=READ_BY_ALL)


class TaskQuerySet(BuildingOwnedQuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def late(self) -> Self:
        return self.open().filter(due_on__lt=timezone.localdate())

    def with_asker(self) -> Self:
        """Annotate ``asked_by`` and ``asked_as`` by the journal. They are None for tasks of a
        resolution."""
        lines = Line.objects.filter(
            subject_type="meetings.task", subject_id=OuterRef("pk"), verb__in=ASKING
        ).order_by("-pk")
        return self.annotate(
            asked_by=Subquery(lines.values("actor")[:1]),
            asked_as=Subquery(lines.values("office")[:1]),
        )

    def readable_by_all(self) -> Self:
        """Exclude tasks of minutes that residents cannot read yet."""
        return self.filter(READABLE_BY_ALL)

    def readable_by(self, standing: Standing, user: User) -> Self:
        """Before the minutes are readable, only leader, staff and whoever accepted the task may read
        it."""
        return self if standing.leads else self.filter(READABLE_BY_ALL | Q(taken_by=user))


class Task(BuildingOwned):
    """A task that somebody accepted, with a due date."""

    resolution = models.OneToOneField(
        Resolution, models.PROTECT, null=True, related_name="task", verbose_name=_("决议")
    )
    """NULL means that it was given without a meeting."""
    text = models.CharField(_("办什么"), max_length=500, blank=True)
    """Empty for a task of a resolution, whose text it is."""
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁去办"))
    due_on = models.DateField(_("到哪天办好"))
    given_at = models.DateTimeField(_("何时请的"), default=timezone.now, editable=False)
    """When whoever takes it was asked."""
    state = models.CharField(
        _("状态"), max_length=10, choices=TaskState, default=TaskState.OPEN, editable=False
    )
    said = models.CharField(_("办得怎么样"), max_length=300, blank=True, editable=False)
    """The report on the outcome, or the reason for dropping the task."""
    settled_at = models.DateTimeField(null=True, editable=False)

    asked_by: int | None = None
    asked_as: str | None = ""
    """The user who asked for it last, and their office then. Only ``with_asker`` sets them."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        constraints = [
            models.CheckConstraint(
                name="settled_task_says_when",
                condition=Q(state="open", settled_at=None)
                | Q(state__in=["done", "dropped"], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dropped_task_says_why", condition=~Q(state="dropped") | ~Q(said="")
            ),
            models.CheckConstraint(
                name="task_says_what_or_its_resolution_does",
                condition=Q(resolution=None) & ~Q(text="") | Q(resolution__isnull=False, text=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="tasks_to_do", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("meetings:task", self.building.slug, self.pk)

    @property
    def what(self) -> str:
        return self.resolution.text if self.resolution else self.text

    @property
    def due_at(self) -> dt.datetime:
        """The last minute of its day."""
        return end_of_day(self.due_on) - dt.timedelta(minutes=1)

    @property
    def late(self) -> bool:
        return self.state == TaskState.OPEN and self.due_on < timezone.localdate()

    @property
    def files(self) -> list[AbstractAttachment]:
        """Files of the resolution, and those of reports."""
        return [*self.resolution.attachments.all()] if self.resolution else self.reported

    @property
    def reported(self) -> list[AbstractAttachment]:
        """Files of reports. Those on a resolution stand in the minutes, too."""
        return [*(self.resolution.reported if self.resolution else self.attachments.all())]

    @property
    def version(self) -> str:
        """Version of all fields that its form changes, and of the state: changing it opens it again."""
        return version_of(self.text, self.taken_by_id, self.due_on, self.state)
