"""Photos and PDFs attached to a meeting, and to what was resolved at it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.meetings.models.meetings import Meeting
from governance.meetings.models.minutes import Resolution
from louzu.lib.attachments import AbstractAttachment


class Attachment(AbstractAttachment):
    """What is to be talked about: comes and goes until the meeting begins."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attachments")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")


class ResolutionAttachment(AbstractAttachment):
    """What is to be done, and how it was done: read where the resolution is."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="attachments")
    reports = models.BooleanField(default=False)
    """Came with the report of who took the task on."""

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("决议的附件")
