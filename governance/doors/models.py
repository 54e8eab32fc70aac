"""Knocks at doors, and the helpers who are asked to knock. Visits for one question are in the
canvass room."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Visit
from residents.models import Flat, Household, User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet

CLOCK_AHEAD, CLOCK_BEHIND = dt.timedelta(minutes=5), dt.timedelta(days=30)
"""How far the clock of a phone may differ from the server's. Entries wait on a phone for some
days."""


class KnockQuerySet(BuildingOwnedQuerySet["Knock"]):
    def not_undone(self) -> Self:
        """Leave out what was taken back, and the records of that."""
        undone = Knock.objects.filter(takes_back=OuterRef("pk"))
        return self.filter(~Exists(undone), takes_back=None)


class Knock(BuildingOwned):
    """敲门: what happened at a door. Append-only, in the order of arrival: later rows count more,
    whatever time a phone claims."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted; forgetting a person strikes their name and number.",
    }

    class Outcome(models.TextChoices):
        TOLD = "told", _("告诉了")
        ANSWERED = "answered", _("登记了答复")
        HANDED = "handed", _("入户条交到手里了")
        NOT_IN = "not_in", _("不在家")
        NOT_NOW = "not_now", _("这次不愿谈")
        REFUSED = "refused", _("以后少打扰")
        WELCOME = "welcome", _("可以来敲门了")
        NOTE = "note", _("有话要记")
        TAKEN_BACK = "taken_back", _("按错了，撤回了")

    LET_BE = (Outcome.REFUSED, Outcome.WELCOME)
    """Outcomes of which the latest says whether the household wants to be let be."""

    NOBODY_TALKED = (Outcome.NOT_IN, Outcome.NOT_NOW)
    """Outcomes after which somebody comes another time."""

    flat = models.ForeignKey(Flat, models.PROTECT, related_name="+", verbose_name=_("室"))
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="+", verbose_name=_("户")
    )
    """The household that lived there. NULL for a flat without one."""
    outcome = models.CharField(_("怎么样"), max_length=10, choices=Outcome)
    note = models.CharField(_("说了什么"), max_length=300, blank=True)
    visits = models.ManyToManyField(Visit, related_name="knocks")
    """The visits that were recorded with it, one for each question."""
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="taken_back_by", editable=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    """The time that the phone claims."""
    at = models.DateTimeField(_("时间"), db_default=Now())

    objects = KnockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("敲门")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="knock_outcome_is_known",
                condition=Q(
                    outcome__in=[
                        "told",
                        "answered",
                        "handed",
                        "not_in",
                        "not_now",
                        "refused",
                        "welcome",
                        "note",
                        "taken_back",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="knock_that_takes_back_says_what",
                condition=Q(outcome="taken_back", takes_back__isnull=False)
                | (~Q(outcome="taken_back") & Q(takes_back=None)),
            ),
            models.CheckConstraint(
                name="knock_with_a_note_has_one", condition=~Q(outcome="note") | ~Q(note="")
            ),
        ]
        indexes = [
            models.Index("building", "flat", F("id").desc(), name="knocks_of_a_door"),
            models.Index("building", "by", F("id").desc(), name="knocks_of_a_helper"),
        ]

    def __str__(self) -> str:
        return str(self.flat)

    def get_absolute_url(self) -> str:
        return reverse("doors:door", args=[self.building.slug, self.flat_id])

    @property
    def clock_off(self) -> bool:
        """Whether the phone's clock was wrong."""
        return not self.at - CLOCK_BEHIND <= self.said_at <= self.at + CLOCK_AHEAD

    @property
    def when(self) -> dt.datetime:
        """The claimed time, or that of arrival if the phone's clock was wrong."""
        return self.at if self.clock_off else self.said_at


class Assignment(models.Model):
    """分工: the helper who is asked to knock at a flat, for whatever is open there, also later. Others
    may knock as well."""

    flat = models.OneToOneField(
        Flat, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("哪一室")
    )
    helper = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("请谁去"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁分的"))
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("敲门的分工")

    def __str__(self) -> str:
        return f"{self.flat_id} {self.helper_id}"
