"""The meaning of columns in a committee's spreadsheets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from residents.people.models import User
from residents.places.models import Neighbourhood


class RosterColumn(models.Model):
    """An unknown heading, and the meaning that the committee gave it."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, related_name="roster_columns", verbose_name=_("居民区")
    )
    heading = models.CharField(max_length=100, editable=False)
    """``header`` normalised by ``roster_parser.columns.normalized_heading``."""
    header = models.CharField(_("表头"), max_length=100)
    field = models.CharField(_("当作"), max_length=20)
    """A field of ``roster_parser.columns.TITLES``, or ``column_questions.NOT_READ``."""
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁说的")
    )
    at = models.DateTimeField(_("什么时候说的"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("名册里记着的列")
        ordering = ["neighbourhood", "header"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "heading"], name="one_meaning_of_a_heading"
            )
        ]

    def __str__(self) -> str:
        return self.header
