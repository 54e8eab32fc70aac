"""Attendance of households, and photos of the signed sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.meetings.models.meetings import Meeting
from louzu.lib.stored_files import StoredFileField
from louzu.lib.uploads import random_path
from residents.models import Household, User


class Presence(models.Model):
    """A household's reply or attendance. No row if it neither replied nor came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="+", verbose_name=_("哪家")
    )
    coming = models.BooleanField(_("来不来"), null=True)
    said_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁答的")
    )
    present = models.BooleanField(_("到了"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("到会")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "household"], name="one_presence_a_household"
            ),
            models.CheckConstraint(
                name="who_said_that_a_household_comes_is_known",
                condition=Q(coming=None, said_by=None)
                | Q(coming__isnull=False, said_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.household_id}"


def photo_path(_photo: SheetPhoto, _name: str) -> str:
    return random_path("meetings", "jpg")


class SheetPhoto(models.Model):
    """A photo of the signed sheet, visible to writers of the minutes only."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="photos")
    file = StoredFileField(upload_to=photo_path)
    thumbnail = StoredFileField(upload_to=photo_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("签到表的照片")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id} ({self.pk})"
