"""Photos and PDFs attached to a canvass: plans, offers, pictures of what is asked about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from louzu.lib.attachments import Attached


class Attachment(Attached):
    """Chosen while the question is a draft; from its announcement on none comes or goes."""

    canvass = models.ForeignKey(Canvass, models.CASCADE, related_name="attachments")

    class Meta(Attached.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")
