"""Files attached to a notice or a circular."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.notices.models.circulars import Circular
from governance.notices.models.notices import Notice
from louzu.lib.attachments import AbstractAttachment, file_path, photo_path

__all__ = ["Attachment", "file_path", "photo_path"]  # imported by the first migration


class Attachment(AbstractAttachment):
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="attachments")
    seen_on = models.DateField(null=True)
    """For a photo of the paper on the wall, the day on which it was taken."""

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")
        constraints = [
            models.CheckConstraint(
                name="only_photos_show_the_wall", condition=Q(seen_on=None) | Q(kind="photo")
            )
        ]

    @property
    def belongs(self) -> bool:
        return self.seen_on is None


class CircularAttachment(AbstractAttachment):
    """A file stored once and shown with each notice of the circular."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="attachments")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("群发通知的附件")
