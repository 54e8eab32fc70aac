"""Backups that were made, or that failed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackupRecord(models.Model):
    """One try to make a backup. It is good if it ended without an error."""

    stays_in_cell = "backups are the installation's"

    started_at = models.DateTimeField(_("什么时候开始的"), default=timezone.now)
    ended_at = models.DateTimeField(_("什么时候结束的"), null=True)
    """None while it runs, and if its process was killed."""
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    """Bytes."""
    encrypted = models.BooleanField(_("加了密"), default=False)
    error = models.CharField(_("为什么没办成"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("备份")
        constraints = [
            models.CheckConstraint(
                name="good_backup_has_a_name",
                condition=models.Q(ended_at=None) | ~models.Q(name="", error=""),
            )
        ]
        indexes = [models.Index(fields=["-started_at"], name="newest_backups")]

    def __str__(self) -> str:
        return self.name or f"{self.started_at:%Y-%m-%d %H:%M}"
