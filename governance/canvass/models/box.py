"""The two books of a secret vote. Nothing leads from one to the other: see docs/adr/0013."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from governance.canvass.models.roster import Voice


class RollEntry(models.Model):
    """The roll: this voice took part. No time, no choice."""

    voice = models.OneToOneField(Voice, models.PROTECT, primary_key=True, related_name="roll")

    class Meta:
        verbose_name = verbose_name_plural = _("已投票名单")

    def __str__(self) -> str:
        return str(self.voice_id)


class Ballot(models.Model):
    """A ballot in the box: no voice, no time, no order. The whole box is written anew, shuffled,
    with each ballot that falls in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10)
    receipt = models.CharField(max_length=64)
    """SHA-256 of the code that only the voter knows: it tells that the ballot is here, not what it says."""

    class Meta:
        verbose_name = verbose_name_plural = _("票箱")
        constraints = [
            models.UniqueConstraint(fields=["canvass", "receipt"], name="one_ballot_a_receipt"),
            models.CheckConstraint(
                name="ballot_choice_is_known",
                condition=Q(choice__in=["agree", "object", "abstain"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
