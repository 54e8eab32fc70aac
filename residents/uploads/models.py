"""Photos and PDFs of forms that are not accepted yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.stored_files import StoredFileField
from louzu.lib.uploads import random_path
from residents.people.models import User


def photo_path(_kept: KeptFile, _name: str) -> str:
    return random_path("kept", "jpg")


def file_path(kept: KeptFile, _name: str) -> str:
    return random_path("kept", "pdf" if kept.width is None else "jpg")


class KeptFile(models.Model):
    """A cleaned photo or PDF of a form that is not accepted yet, kept for at most a day. Only its
    owner can use the token in the form."""

    stays_in_cell = "kept for a day, until a form is accepted"

    token = models.CharField(max_length=32, primary_key=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    file = StoredFileField(upload_to=file_path)
    thumbnail = StoredFileField(upload_to=photo_path, blank=True)
    width = models.PositiveIntegerField(null=True)
    """Pixels; None for a PDF."""
    height = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("还没发出去的照片和PDF")

    def __str__(self) -> str:
        return self.name
