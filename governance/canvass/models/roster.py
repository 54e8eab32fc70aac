"""The roster frozen at the opening, and who was visited by whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from residents.models import Flat, Household, Owner, User


class Voice(models.Model):
    """A line of the roster (名册): a household or an owner. A database trigger refuses any change."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="voices")
    number = models.PositiveSmallIntegerField()
    """The number of the line, from the lowest floor up, which is also printed."""
    label = models.CharField(max_length=200)
    """Its flats, such as ``302室``, as neighbours see them."""
    party = models.CharField(max_length=100, blank=True)
    """The owner's name, shown to helpers only. Empty for a household."""
    area = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    """Total area of its flats in m², or 0 if the rule does not use it."""
    code = models.CharField(max_length=6)
    """A code printed on the household's slip, by which helpers find the voice."""
    fresh = models.BooleanField(default=False)
    """Nobody could answer for it until the person who asks let somebody in shortly before the
    opening."""
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
    """A flat of a voice at the opening. A flat belongs to one voice only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="flats")
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="+")
    floor = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=20)
    answering = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    """The household whose members may answer on the web, or NULL if only tenants live there."""

    class Meta:
        verbose_name = verbose_name_plural = _("名册上的室")
        ordering = ["floor", "room"]
        constraints = [models.UniqueConstraint(fields=["canvass", "flat"], name="one_voice_a_flat")]

    def __str__(self) -> str:
        return gettext("%(room)s室") % {"room": self.room}


class AnsweringMember(models.Model):
    """A member who could answer for a voice at the opening. A database trigger refuses any change.

    Answers of people who gained access later, or shortly before from the person who asks, may need
    a check: see ``queries.access`` and ``queries.newcomers``.
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
    """How far a person has read the answers, offers and texts of their household."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="+")
    answer = models.PositiveBigIntegerField(default=0)
    """Primary key of the latest answer that was shown."""
    talk = models.PositiveBigIntegerField(default=0)
    """Primary key of the latest talk that was shown."""
    paper = models.PositiveBigIntegerField(default=0)
    """Primary key of the latest paper record that was shown."""
    text = models.PositiveIntegerField(default=0)
    """Number of the latest text that was shown beside the one before."""

    class Meta:
        verbose_name = verbose_name_plural = _("看到哪里了")
        constraints = [
            models.UniqueConstraint(fields=["user", "voice"], name="one_voice_bookmark_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.user_id}"


class Errand(models.Model):
    """A helper who was asked to visit this voice, in release 0.1. Doors are now assigned by flat, for
    all questions (``governance.doors.models.Assignment``). Nothing writes here any more."""

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


class VisitQuerySet(models.QuerySet["Visit"]):
    def reached(self) -> Self:
        """Keep visits by which the voice was told of the text that stands. The household's own word
        counts until it takes it back."""
        later = Visit.objects.filter(
            voice=OuterRef("voice"),
            outcome=Visit.Outcome.TAKEN_BACK,
            takes_back=None,
            pk__gt=OuterRef("pk"),
        )
        return self.not_undone().filter(
            Q(oneself=False) | ~Exists(later),
            outcome__in=Visit.REACHED,
            earlier_version=None,
        )

    def not_undone(self) -> Self:
        """Leave out visits that the visitor took back, and the records of that."""
        undone = Visit.objects.filter(voice=OuterRef("voice"), takes_back=OuterRef("pk"))
        return self.filter(~Exists(undone), takes_back=None)


class Visit(models.Model):
    """走访: a visit, or an acknowledgement by the household itself. Append-only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted; forgetting a person strikes their name and number.",
    }

    class Outcome(models.TextChoices):
        TOLD = "told", _("告知了")
        NOT_IN = "not_in", _("不在家")
        TALKED = "talked", _("谈过了")
        REFUSED = "refused", _("不愿谈")
        TAKEN_BACK = "taken_back", _("收回了“知道了”")

    REACHED = (Outcome.TOLD, Outcome.TALKED)

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="visits")
    outcome = models.CharField(max_length=10, choices=Outcome)
    oneself = models.BooleanField(default=False)
    """The household acknowledged it itself, on the web."""
    note = models.CharField(max_length=300, blank=True)
    earlier_version = models.PositiveIntegerField(null=True, editable=False)
    """The number of the text that was told, if it had been replaced before the visit was recorded:
    a phone without signal kept the visit. NULL for a visit with the text of that time."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    visited_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())
    takes_back = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="+", editable=False
    )
    """The visit that its visitor recorded by mistake. The household's own word is taken back without
    it."""

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("走访")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="visit_outcome_is_known",
                condition=Q(outcome__in=["told", "not_in", "talked", "refused", "taken_back"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.outcome}"

    @property
    def word(self) -> str:
        if self.earlier_version:
            words = {"outcome": self.get_outcome_display(), "n": self.earlier_version}
            return gettext("%(outcome)s，说的是改之前的第%(n)s稿") % words
        return gettext("按错了，撤回了") if self.takes_back_id else self.get_outcome_display()
