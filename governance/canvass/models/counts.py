"""The count of a canvass by two people, and its result."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from residents.models import User


class Count(models.Model):
    """A count by two named people. Its result never changes."""

    canvass = models.OneToOneField(
        Canvass, models.PROTECT, primary_key=True, related_name="count_of"
    )
    first = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_at = models.DateTimeField(db_default=Now())
    second = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    result = models.JSONField()
    unchecked = models.PositiveSmallIntegerField(default=0)
    """Answers left out because they waited for a check, as both counters confirmed."""
    early = models.BooleanField(default=False)
    """Both counters went on although signed paper could still arrive."""

    class Meta:
        verbose_name = verbose_name_plural = _("清点")
        constraints = [
            models.CheckConstraint(
                name="count_takes_two_people",
                condition=Q(second=None, second_at=None)
                | (Q(second__isnull=False, second_at__isnull=False) & ~Q(second=F("first"))),
            )
        ]

    def __str__(self) -> str:
        return str(self.canvass_id)
