"""Files attached to a meeting, a resolution or a task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.meetings.models.meetings import Meeting
from governance.meetings.models.minutes import Resolution
from governance.meetings.models.tasks import Task
from louzu.lib.attachments import AbstractAttachment


class Attachment(AbstractAttachment):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attachments")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")


class ResolutionAttachment(AbstractAttachment):
    """A file about a resolution, or a report of its task."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="attachments")
    reports = models.BooleanField(default=False)
    """Whether it belongs to a report on the task."""

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("决议的附件")


class TaskAttachment(AbstractAttachment):
    """A file of a report on a task that belongs to no resolution."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="attachments")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("任务的附件")
