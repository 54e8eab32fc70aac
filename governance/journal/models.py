"""The building's journal: one line for each public act, appended and never changed.

Number, time, previous hash and hash of a line are written by the database, which
also refuses to update or delete a line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from residents.models import Building, Household, Standing, User

ANCHOR_DIGITS = 8
"""How much of a line's digest is printed. Nobody can choose a line so that it fits all papers."""


class Audience(models.TextChoices):
    PUBLIC = "public", _("对外公开")
    RESIDENTS = "residents", _("本楼居民")
    HELPERS = "helpers", _("楼组长和骨干")
    WRITERS = "writers", _("能贴通知的人")
    LEADERS = "leaders", _("楼组长和居委")


def audiences_of(standing: Standing) -> list[Audience]:
    """Those to which a person of this standing belongs."""
    belongs = {
        Audience.PUBLIC: True,
        Audience.RESIDENTS: standing.member,
        Audience.HELPERS: standing.helper or standing.staff,
        Audience.WRITERS: standing.posts,
        Audience.LEADERS: standing.leader or standing.staff,
    }
    return [audience for audience, inside in belongs.items() if inside]


def _has_cover() -> Exists:
    subject = {"subject_type": OuterRef("subject_type"), "subject_id": OuterRef("subject_id")}
    return Exists(Cover.objects.filter(**subject))


class LineQuerySet(models.QuerySet["Line"]):
    def of(self, building: Building) -> Self:
        return self.filter(building=building)

    def readable_by(self, standing: Standing) -> Self:
        """Also what concerns their own household alone, whoever else it is told to."""
        readable = models.Q(audience__in=audiences_of(standing))
        if standing.households:
            readable |= models.Q(household__in=standing.households)
        return self.filter(readable)

    def with_covers(self) -> Self:
        """Each line knows whether its subject's title was taken back since."""
        return self.annotate(covered=_has_cover())

    def uncovered(self) -> Self:
        """Without those whose subject's title was taken back since."""
        return self.filter(~_has_cover())


class Line(models.Model):
    """Who did what to what, when. The subject's title and address are kept as they were."""

    database_rules = {
        "append": "Number, time, previous digest and digest are set by the database, whatever is given.",
        "refuse_change": "Rows are never changed or deleted.",
    }

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="journal", verbose_name=_("楼组")
    )
    number = models.PositiveBigIntegerField(_("编号"), default=0, editable=False)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁")
    )
    whom = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("对谁")
    )
    """The person whom the act is about. No title of a line ever holds a resident's name."""
    household = models.ForeignKey(
        Household, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("哪一户"),
        db_constraint=False,
    )  # fmt: skip
    """The household that alone is concerned: its members read the line as well. The line stays when an
    import that made the household is taken back; nobody was a member of it then."""
    office = models.CharField(_("以什么身份"), max_length=10, blank=True)
    verb = models.CharField(_("做了什么"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(_("事项"), max_length=300)
    subject_url = models.CharField(max_length=200, blank=True)
    audience = models.CharField(_("谁能看"), max_length=10, choices=Audience)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(_("校验"), max_length=64, blank=True, editable=False)

    covered = False
    """Set by ``with_covers`` alone."""

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("楼组日志")
        ordering = ["building", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number"], name="one_line_per_number_of_a_building"
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="line_by_subject"),
            models.Index(fields=["actor"], name="line_by_actor"),
            models.Index(fields=["whom"], name="line_by_whom"),
            models.Index(
                fields=["building", "at"], include=["audience"], name="line_by_building_and_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building_id}/{self.number} {self.verb}"

    @property
    def anchor(self) -> str:
        """As it is printed on paper, to be compared later: ``1234:ab12cd34``."""
        return f"{self.number}:{self.digest[:ANCHOR_DIGITS]}"

    def computed_digest(self) -> str:
        """SHA-256 over what the line says, without any name: a person can be forgotten."""
        content = (
            self.building_id, self.number, self.previous, self.actor_id or "", self.office,
            self.verb, self.subject_type, self.subject_id, self.audience,
            self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
            *([self.whom_id] if self.whom_id else []),
        )  # fmt: skip
        return hashlib.sha256("\n".join(map(str, content)).encode()).hexdigest()


class Cover(models.Model):
    """A title that its room took back, hidden or deleted: the lines about it stay, untitled."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("不再显示的标题")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="a_subject_is_covered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
