"""Photos and PDFs attached to a canvass."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from louzu.lib.attachments import AbstractAttachment


class Attachment(AbstractAttachment):
    """A file that can be added or removed only while the canvass is a draft."""

    canvass = models.ForeignKey(Canvass, models.CASCADE, related_name="attachments")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")
