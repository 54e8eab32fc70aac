"""Roll, sealed box and key holders of a secret vote: see docs/adr/0027."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from governance.canvass.models.roster import Voice
from residents.models import User


class RollEntry(models.Model):
    """A voice that put a ballot into the sealed box, without choice and time. ``PaperLine`` records
    paper ballots."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
        "one_ballot": "A household with a paper ballot puts none into the sealed box.",
    }

    voice = models.OneToOneField(Voice, models.PROTECT, primary_key=True, related_name="roll")

    class Meta:
        verbose_name = verbose_name_plural = _("已投票名单")

    def __str__(self) -> str:
        return str(self.voice_id)


class Holder(models.Model):
    """保管人: one of three people, any two of whom can open the box."""

    class Seat(models.TextChoices):
        FIRST = "first", _("第一位保管人")
        SECOND = "second", _("第二位保管人")
        COMMITTEE = "committee", _("居委")

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="holders")
    seat = models.CharField(max_length=10, choices=Seat)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """The holder. For the committee's seat, whoever printed the envelope, and NULL before."""
    salt = models.BinaryField(max_length=16, null=True)
    public = models.BinaryField(max_length=32, null=True)
    """Public key derived from the passphrase. The passphrase itself is never stored."""
    held_at = models.DateTimeField(null=True)
    """When the holder confirmed the envelope by typing its passphrase."""

    class Meta:
        verbose_name = verbose_name_plural = _("票箱的保管人")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["canvass", "seat"], name="one_holder_a_seat"),
            models.UniqueConstraint(fields=["canvass", "user"], name="one_seat_a_holder"),
            models.CheckConstraint(
                name="holder_seat_is_known", condition=Q(seat__in=["first", "second", "committee"])
            ),
            models.CheckConstraint(
                name="a_counter_has_a_name", condition=Q(seat="committee") | Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="held_envelope_was_printed",
                condition=Q(held_at=None)
                | Q(user__isnull=False, salt__isnull=False, public__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_seat_display()} {self.user or ''}".strip()

    @property
    def printed(self) -> bool:
        return self.public is not None


class Box(models.Model):
    """The key pair of a vote. The private half is wrapped for each pair of holders. It is created
    at the opening and deleted by the count or a withdrawal."""

    database_rules = {
        "keep_sealed": "Never changed; deleted only once its canvass is counted or withdrawn.",
    }

    canvass = models.OneToOneField(Canvass, models.PROTECT, primary_key=True, related_name="box")
    public = models.BinaryField(max_length=32)
    first_second = models.BinaryField(max_length=200)
    first_committee = models.BinaryField(max_length=200)
    second_committee = models.BinaryField(max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("票箱")

    def __str__(self) -> str:
        return str(self.canvass_id)


class SealedBallot(models.Model):
    """An encrypted ballot, deleted by the transaction that counts."""

    database_rules = {
        "keep_sealed": "Never changed; deleted only once its canvass is counted or withdrawn.",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="sealed_ballots")
    sealed = models.BinaryField(max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("封着的票")

    def __str__(self) -> str:
        return str(self.pk)


class Receipt(models.Model):
    """Proof that a ballot was cast, kept after the count. It is not linked to a choice."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="receipts")
    digest = models.CharField(max_length=64)
    """Keyed hash of the receipt number that the voter wrote down."""

    class Meta:
        verbose_name = verbose_name_plural = _("回执")
        constraints = [
            models.UniqueConstraint(fields=["canvass", "digest"], name="one_ballot_one_receipt")
        ]

    def __str__(self) -> str:
        return str(self.pk)


SEATS = tuple(Holder.Seat)
PAIRS = {
    frozenset({Holder.Seat.FIRST, Holder.Seat.SECOND}): "first_second",
    frozenset({Holder.Seat.FIRST, Holder.Seat.COMMITTEE}): "first_committee",
    frozenset({Holder.Seat.SECOND, Holder.Seat.COMMITTEE}): "second_committee",
}
"""The field of ``Box`` that each pair of seats opens. The first seat of a pair has the inner key.
"""
