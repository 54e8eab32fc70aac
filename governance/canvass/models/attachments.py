"""Photos and PDFs attached to a canvass."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from governance.canvass.models.options import Option
from louzu.lib.attachments import AbstractAttachment


class Attachment(AbstractAttachment):
    """A file of the text, or of one of its options. Once the canvass was announced, files change only
    with the text, and the earlier text keeps its own."""

    database_rules = {
        "keep_attachment": "Once announced, files change only with a new version of the text, and old ones stay.",
    }

    canvass = models.ForeignKey(Canvass, models.CASCADE, related_name="attachments")
    option = models.ForeignKey(
        Option, models.CASCADE, null=True, related_name="files", db_index=False
    )
    since = models.PositiveIntegerField(default=1, db_default=1)
    """Number of the first text that has it."""
    until = models.PositiveIntegerField(null=True)
    """Number of the text that no longer has it."""

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["option"], name="attachment_of_option")]
