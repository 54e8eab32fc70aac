"""Work that takes longer than a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.background.lifecycle import LONG_JOB, OPEN, LongJobState
from residents.people.models import User
from residents.rooms.manifest import rooms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from residents.rooms.long_jobs import Leftovers, LongJobKind


class LongJob(models.Model):
    """Work in chunks. The row is its state; jobs of the queue only run the next chunk."""

    stays_in_cell = "what came of it is in other tables"

    kind = models.CharField(_("什么事"), max_length=60)
    """Name of a ``LongJobKind``."""
    subject = models.CharField(_("关于什么"), max_length=150, blank=True)
    """Title of what it is about, as the person who began it wrote it."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁办的"))
    arguments = models.JSONField(default=dict)
    """Ids only."""
    cursor = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=LongJobState, default=LongJobState.WAITING
    )
    done = models.PositiveIntegerField(_("办了多少"), default=0)
    total = models.PositiveIntegerField(_("一共多少"))
    """Numbers of chunks."""
    failures = models.PositiveSmallIntegerField(default=0)
    """Errors in a row, of the present chunk."""
    error = models.CharField(_("为什么没办成"), max_length=300, blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    """The page that shows what came of it."""
    created_at = models.DateTimeField(_("什么时候开始的"), auto_now_add=True)
    ended_at = models.DateTimeField(_("什么时候结束的"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("费时间的事")
        constraints = [
            models.CheckConstraint(
                name="long_job_does_no_more_than_all", condition=Q(done__lte=F("total"))
            ),
            models.CheckConstraint(
                name="ended_long_job_has_a_time",
                condition=Q(state__in=OPEN, ended_at=None)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(F("by"), F("id").desc(), name="long_jobs_of_a_person")]

    def __str__(self) -> str:
        return f"{self.title} {self.done}/{self.total}"

    @property
    def of_kind(self) -> LongJobKind:
        return {kind.name: kind for room in rooms() for kind in room.long_jobs}[self.kind]

    @property
    def title(self) -> StrOrPromise:
        kind = self.of_kind.title
        if not self.subject:
            return kind
        return _("%(kind)s：%(subject)s") % {"kind": kind, "subject": self.subject}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def leftovers(self) -> Leftovers | None:
        return None if self.is_open else self.of_kind.leftovers(self)

    @property
    def may_be_cancelled(self) -> bool:
        return LONG_JOB.allows(self, "cancel")

    @property
    def file_is_kept(self) -> bool:
        """Return whether the result is a file that can be downloaded now."""
        kept = self.of_kind.file_kept_for
        finished = self.state == LongJobState.FINISHED
        return kept is not None and finished and timezone.now() < self.created_at + kept
