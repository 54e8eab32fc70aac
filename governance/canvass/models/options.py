"""The options of a canvass that asks more than yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from louzu.lib.time import format_moment

if TYPE_CHECKING:
    from governance.canvass.models.attachments import Attachment

MIN_OPTIONS, MAX_OPTIONS = 2, 12


class Option(models.Model):
    """选项: a candidate, a quote, an item or a date. Its photo and files are attachments."""

    database_rules = {
        "keep_option": "Once announced, options change only with a new version of the text, and old ones stay.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    """Its number within a version of the text, which is also printed."""
    title = models.CharField(_("叫什么"), max_length=60, blank=True)
    details = models.CharField(_("两行说明"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("什么时候"), null=True)
    """The date that it offers, if dates are asked about."""
    since = models.PositiveIntegerField(default=1, db_default=1)
    """Number of the first text that has it."""
    until = models.PositiveIntegerField(null=True)
    """Number of the text that no longer has it."""

    class Meta:
        verbose_name = verbose_name_plural = _("选项")
        ordering = ["canvass", "number", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["canvass", "number", "since"], name="one_option_a_number"
            ),
            models.CheckConstraint(
                name="option_says_what",
                condition=~Q(title="") | Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="option_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.title or (format_moment(self.starts_at) if self.starts_at else "")

    @property
    def words(self) -> str:
        """All that a voter reads of it, for hashes."""
        return f"{self.title} {self.details} {self.starts_at or ''}"

    @property
    def present_files(self) -> list[Attachment]:
        """The files that it has in the present text."""
        return [one for one in self.files.all() if one.until is None]
