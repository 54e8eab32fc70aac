"""What hangs on a notice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.notices.models.notices import Notice
from louzu.lib.uploads import unguessable


def photo_path(_attachment: Attachment, _name: str) -> str:
    return unguessable("notices", "jpg")


def file_path(attachment: Attachment, _name: str) -> str:
    return unguessable("notices", "pdf" if attachment.kind == Attachment.Kind.PDF else "jpg")


class Attachment(models.Model):
    """A photo, re-encoded, or a PDF, only ever served as a download."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        PDF = "pdf", "PDF"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    file = models.FileField(upload_to=file_path)
    thumbnail = models.FileField(upload_to=photo_path, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seen_on = models.DateField(null=True)
    """A photo of the paper as it hung on the wall: on which day it was seen there."""

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="only_photos_show_the_wall", condition=Q(seen_on=None) | Q(kind="photo")
            )
        ]

    def __str__(self) -> str:
        return self.name
