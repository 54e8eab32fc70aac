"""Who counts, frozen at opening; and who was told, by whom."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from residents.models import Flat, Household, Owner, User


class Voice(models.Model):
    """A line of the roster (名册): a household, or an owner. The database refuses any change."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="voices")
    number = models.PositiveSmallIntegerField()
    """Its line on the roster, from below upwards; also on paper."""
    label = models.CharField(max_length=200)
    """Its flats, ``302室``: what neighbours see."""
    party = models.CharField(max_length=100, blank=True)
    """The owner's name, for those who carry the sheet; empty for a household."""
    area = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    """m², the sum over its flats; 0 where it does not matter."""
    code = models.CharField(max_length=6)
    """On the household's slip: says which voice it is, and is of use to helpers alone."""
    fresh = models.BooleanField(default=False)
    """Nobody could answer for it, until who puts the question let somebody in shortly before."""
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("名册")
        ordering = ["canvass", "number"]
        constraints = [
            models.UniqueConstraint(fields=["canvass", "number"], name="one_voice_a_line"),
            models.UniqueConstraint(fields=["canvass", "code"], name="one_voice_a_code"),
            models.UniqueConstraint(fields=["canvass", "household"], name="one_voice_a_household"),
            models.UniqueConstraint(fields=["canvass", "owner"], name="one_voice_an_owner"),
            models.CheckConstraint(
                name="voice_is_household_or_owner",
                condition=Q(household=None, owner__isnull=False)
                | Q(household__isnull=False, owner=None),
            ),
            models.CheckConstraint(name="voice_area_not_negative", condition=Q(area__gte=0)),
        ]

    def __str__(self) -> str:
        return self.label


class VoiceFlat(models.Model):
    """A flat of a voice, as it was at opening. A flat belongs to one voice only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="flats")
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="+")
    floor = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=20)
    answering = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    """The household whose members may answer on the web; none where only tenants live there."""

    class Meta:
        verbose_name = verbose_name_plural = _("名册上的室")
        ordering = ["floor", "room"]
        constraints = [models.UniqueConstraint(fields=["canvass", "flat"], name="one_voice_a_flat")]

    def __str__(self) -> str:
        return gettext("%(room)s室") % {"room": self.room}


class AnsweringMember(models.Model):
    """Who could answer for a voice on the web at the opening; the database refuses any change.

    The word of anybody who came in later, or shortly before by the hand of who asks, may need a check: see
    ``queries.access`` and ``queries.newcomers``.
    """

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("开始征询时能答复的人")
        constraints = [
            models.UniqueConstraint(fields=["voice", "user"], name="one_answering_member_a_voice")
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.user_id}"


class VoiceBookmark(models.Model):
    """How far a person has read what was answered and offered for their household, and the texts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="+")
    answer = models.PositiveBigIntegerField(default=0)
    """Primary key of the newest answer that was shown."""
    talk = models.PositiveBigIntegerField(default=0)
    """Primary key of the newest talk that was shown."""
    paper = models.PositiveBigIntegerField(default=0)
    """Primary key of the newest line about a paper ballot that was shown."""
    text = models.PositiveIntegerField(default=0)
    """Number of the newest text that was shown beside the one before."""

    class Meta:
        verbose_name = verbose_name_plural = _("看到哪里了")
        constraints = [
            models.UniqueConstraint(fields=["user", "voice"], name="one_voice_bookmark_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.user_id}"


class Errand(models.Model):
    """分工: who was asked to knock at this door. Whoever else comes by may do it as well."""

    voice = models.OneToOneField(
        Voice, models.PROTECT, primary_key=True, related_name="errand", verbose_name=_("哪家")
    )
    helper = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("请谁去"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁分的"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("上门的分工")

    def __str__(self) -> str:
        return f"{self.voice_id} {self.helper_id}"


class Visit(models.Model):
    """走访: somebody knocked, or the household itself said that it knows. Appended only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted; forgetting a person strikes their name and number.",
    }

    class Outcome(models.TextChoices):
        TOLD = "told", _("告知了")
        NOT_IN = "not_in", _("不在家")
        TALKED = "talked", _("谈过了")
        REFUSED = "refused", _("不愿谈")

    REACHED = (Outcome.TOLD, Outcome.TALKED)

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="visits")
    outcome = models.CharField(max_length=10, choices=Outcome)
    oneself = models.BooleanField(default=False)
    """The household said so itself, on the web."""
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    visited_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("走访")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="visit_outcome_is_known",
                condition=Q(outcome__in=["told", "not_in", "talked", "refused"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.outcome}"
