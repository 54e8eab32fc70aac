"""异议: objections, and the talks and offers about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import UNDER_WAY, ObjectionState
from governance.canvass.models.answers import Answer
from governance.canvass.models.roster import Voice
from residents.models import User
from residents.people.models.users import byline


class Objection(models.Model):
    """An objection opens with an answer against. The household ends it by another answer, or the
    closing does."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="objections")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="+")
    state = models.CharField(
        _("状态"), max_length=10, choices=ObjectionState, default=ObjectionState.RAISED
    )
    offer = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField(_("什么时候提的"))
    ended_at = models.DateTimeField(_("什么时候了结的"), null=True)
    ended_by = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    """The answer by which the household withdrew its objection."""

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice"], condition=Q(state__in=UNDER_WAY), name="one_open_objection"
            ),
            models.CheckConstraint(
                name="objection_has_its_stamps",
                condition=Q(state__in=UNDER_WAY, ended_at=None)
                | Q(state__in=["withdrawn", "met"], ended_at__isnull=False, ended_by__isnull=False)
                | Q(state="stands", ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="offered_objection_has_an_offer",
                condition=~Q(state__in=["offered", "met"]) | ~Q(offer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.state}"

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY


class Talk(models.Model):
    """One dated talk about an objection, with an optional offer. Append-only."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted; forgetting a person strikes their name and number.",
    }

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="talks")
    on = models.DateField(_("哪天谈的"))
    who = models.CharField(_("谁和谁谈的"), max_length=100)
    said = models.CharField(_("说了什么"), max_length=1000)
    offered = models.CharField(_("提了什么办法"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("谈话")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.on}"

    @property
    def byline(self) -> str:
        return byline(self.by, self.office)
