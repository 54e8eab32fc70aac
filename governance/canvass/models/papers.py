"""Paper ballots of a secret vote, as far as they are on record: who took one, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.roster import Voice
from residents.models import User
from residents.people.models.people import byline


class PaperLine(models.Model):
    """A step of a household's paper ballot; its newest line says where it stands. Appended only.

    A paper counts for turnout while the newest line is ``CONFIRMED``. The database refuses a line that
    does not follow on the one before, a confirmation by whoever handed the paper out, and a household
    with both a paper and a ballot in the sealed box.
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
        """For a second person; until then it counts for nothing and bars nobody."""
        return self.kind == self.Kind.HANDED_OUT

    @property
    def counts(self) -> bool:
        return self.kind == self.Kind.CONFIRMED

    @property
    def is_off(self) -> bool:
        """The household said or did what whoever handed the paper out has to hear of."""
        return self.kind in {self.Kind.DISPUTED, self.Kind.VOID}

    @property
    def byline(self) -> str:
        return gettext("家里人") if self.by_household else byline(self.by, self.office)
