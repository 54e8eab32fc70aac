"""Records of the paper ballots of a secret vote."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.roster import Voice
from residents.models import User
from residents.people.models.users import byline


class PaperLine(models.Model):
    """A step in the life of a household's paper ballot. The latest row gives its state.

    Append-only. A paper counts for turnout while its latest row is ``CONFIRMED``. Database triggers
    refuse a step that does not follow from the one before, a confirmation by the person who handed
    the paper out, and a voice with both a paper and a sealed ballot.
    """

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
        "paper_follows": "A line follows on the household's newest; who handed a paper out does not confirm it.",
    }

    class Kind(models.TextChoices):
        HANDED_OUT = "handed_out", _("记了领一张纸票")
        CONFIRMED = "confirmed", _("第二个人核对了")
        DISPUTED = "disputed", _("这家说没有领过")
        RETURNED = "returned", _("纸票交回了")
        VOID = "void", _("没核对过，这家在网上投了，作废")

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="paper_lines")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_household = models.BooleanField(default=False)
    office = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("领纸票的记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_line_kind_is_known",
                condition=Q(kind__in=["handed_out", "confirmed", "disputed", "returned", "void"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.kind}"

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person. It then neither counts nor prevents a vote on the
        web."""
        return self.kind == self.Kind.HANDED_OUT

    @property
    def counts(self) -> bool:
        return self.kind == self.Kind.CONFIRMED

    @property
    def is_off(self) -> bool:
        return self.kind in {self.Kind.DISPUTED, self.Kind.VOID}

    @property
    def byline(self) -> str:
        return gettext("家里人") if self.by_household else byline(self.by, self.office)
