"""Versions of the text of a canvass."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from residents.models import User


class TextVersion(models.Model):
    """A version of the text. Append-only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    html = models.TextField()
    material = models.BooleanField(default=True)
    """Whether the meaning changed, so that everybody must answer again."""
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered = models.PositiveIntegerField(null=True)
    """Number of voices that had answered when this text replaced the one before. NULL for the first
    text."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("征询的历次文字")
        constraints = [
            models.UniqueConstraint(fields=["canvass", "number"], name="one_canvass_text_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.canvass_id} ({self.number})"
