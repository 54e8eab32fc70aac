"""Milestones of a matter: the day planned, and the day on which it was reached."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.matters.lifecycle import BEFORE_DONE, DONE_STAGES, MilestoneState, Stage
from governance.matters.models.documents import Document, DocumentVersion
from governance.matters.models.matters import Matter, StageChange
from governance.matters.sources import is_younger
from governance.notices.models import Notice
from louzu.lib.time import format_duration
from louzu.lib.versions import version_of
from residents.models import Building, User


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def ahead(self) -> Self:
        """Those that are not reached. Of matters that are done only what was planned for after that
        day, such as an inspection, and of those that were given up none."""
        done = StageChange.objects.filter(
            matter=OuterRef("matter"), stage=Stage.DONE, undone=False
        ).order_by("-pk")
        planned = self.filter(state=MilestoneState.PLANNED)
        return planned.alias(matter_done_on=Subquery(done.values("on")[:1])).filter(
            Q(matter__stage__in=BEFORE_DONE)
            | Q(matter__stage__in=DONE_STAGES, planned_on__gt=F("matter_done_on"))
        )

    def late(self) -> Self:
        return self.ahead().filter(planned_on__lt=timezone.localdate())

    def in_order(self) -> Self:
        """By the day reached, or else planned. Those without a day come last."""
        return self.annotate(day=models.functions.Coalesce("done_on", "planned_on")).order_by(
            F("day").asc(nulls_last=True), "number"
        )


class Milestone(models.Model):
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField(editable=False)
    """Counts the milestones of the matter, as they were added."""
    title = models.CharField(_("做到哪一步"), max_length=120)
    planned_on = models.DateField(_("打算哪天做到"), null=True, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=MilestoneState,
        default=MilestoneState.PLANNED,
        editable=False,
    )
    done_on = models.DateField(_("哪天做到的"), null=True, editable=False)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    """Who reported that it was reached."""
    settled_at = models.DateTimeField(null=True, editable=False)
    """When it was reported as reached, or dropped."""
    said = models.CharField(_("说一句"), max_length=300, blank=True, editable=False)
    """The report, or the reason for dropping it."""
    caveat = models.CharField(max_length=200, blank=True, editable=False)
    """What was still missing when it was reported, such as the result of its canvass."""
    tied = models.BooleanField(default=False, editable=False)
    """Whether the report tied its canvass or notice to the matter, so that taking it back unties it."""
    canvass_kind = models.CharField(max_length=20, blank=True, editable=False)
    """The kind of canvass that it needs, a key of ``ALL_KINDS``, or empty."""
    period = models.CharField(max_length=20, blank=True, editable=False)
    """The public posting that it needs, a key of ``PERIODS``, or empty."""
    source = models.CharField(_("依据"), max_length=300, blank=True, editable=False)
    law_date = models.DateField(_("依据的日期"), null=True, editable=False)
    from_kind = models.BooleanField(default=False, editable=False)
    """Whether it was copied from the kind of the matter."""
    wants = models.ManyToManyField(Document, related_name="milestones", blank=True)
    """Documents that are to be collected by then."""
    canvass = models.ForeignKey(Canvass, models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, related_name="proves")
    """At most one of these shows that it was reached."""

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("里程碑")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="one_milestone_of_a_number"),
            models.CheckConstraint(name="milestone_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="milestone_state_has_its_day",
                condition=Q(state="planned", done_on=None, done_by=None, settled_at=None)
                | Q(
                    state="done",
                    done_on__isnull=False,
                    done_by__isnull=False,
                    settled_at__isnull=False,
                )
                | (Q(state="dropped", done_on=None, settled_at__isnull=False) & ~Q(said="")),
            ),
            models.CheckConstraint(
                name="milestone_has_one_evidence",
                condition=Q(canvass=None, notice=None)
                | Q(canvass=None, document=None)
                | Q(notice=None, document=None),
            ),
            models.CheckConstraint(
                name="only_a_reached_milestone_has_evidence",
                condition=Q(state="done") | Q(canvass=None, notice=None, document=None, caveat=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_on"], name="milestones_to_reach", condition=Q(state="planned")
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def building(self) -> Building:
        return self.matter.building

    @property
    def late(self) -> bool:
        planned = self.state == MilestoneState.PLANNED and self.planned_on is not None
        return planned and self.days_late > 0 and not self.given_up

    @property
    def given_up(self) -> bool:
        """Whether it was not reached before its matter was given up. Its day no longer counts."""
        return self.state == MilestoneState.PLANNED and self.matter.stage == Stage.DROPPED

    @property
    def days_late(self) -> int:
        """Days from the planned day to the day reached, or to today. Negative if it was early, and 0
        without a planned day."""
        if self.planned_on is None:
            return 0
        day: dt.date = self.done_on or timezone.localdate()
        return (day - self.planned_on).days

    @property
    def predates_source(self) -> bool:
        """Whether it was reached before the law or document behind it."""
        if self.done_on is None:
            return False
        return is_younger(self.source, self.done_on, law_date=self.law_date)

    @property
    def version(self) -> str:
        """Version of the fields that its form changes, and of its state."""
        return version_of(self.title, self.planned_on, self.state)

    @property
    def against_plan(self) -> str:
        """Compare with the planned day: ``按时``, ``晚了45天``, ``还有19天``. Empty without one, and if
        it will not be reached."""
        if self.planned_on is None or self.state == MilestoneState.DROPPED or self.given_up:
            return ""
        late = self.days_late
        if not late:
            return gettext("按时") if self.state == MilestoneState.DONE else gettext("就是今天")
        span = {"span": format_duration(abs(late))}
        if late > 0:
            return gettext("晚了%(span)s") % span
        early = self.state == MilestoneState.DONE
        return gettext("早了%(span)s") % span if early else gettext("还有%(span)s") % span
