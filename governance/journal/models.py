"""The building's journal: one line per public change, append-only.

The database writes number, time, previous hash and hash of a line. A database trigger refuses
updates and deletes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.models import Building, Household, Standing, User

ANCHOR_DIGITS = 8
"""Number of digits of a line's hash on printed pages. Nobody can find a line that fits all printed
copies."""


class Audience(models.TextChoices):
    PUBLIC = "public", _("对外公开")
    RESIDENTS = "residents", _("本楼居民")
    HELPERS = "helpers", _("楼组长和骨干")
    WRITERS = "writers", _("能贴通知的人")
    LEADERS = "leaders", _("楼组长和居委")


def audiences_of(standing: Standing) -> list[Audience]:
    belongs = {
        Audience.PUBLIC: True,
        Audience.RESIDENTS: standing.member,
        Audience.HELPERS: standing.helper or standing.staff,
        Audience.WRITERS: standing.may_post_notices,
        Audience.LEADERS: standing.leads,
    }
    return [audience for audience, inside in belongs.items() if inside]


def _has_cover(reader: Standing | None = None) -> Exists:
    """Whether the title is taken back from this reader, or from neighbours without one."""
    covers = Cover.objects.filter(
        subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id")
    )
    if reader and not reader.member:
        return Exists(covers)
    covers = covers.from_everybody()
    return Exists(covers.filter(but_leaders=False) if reader and reader.leads else covers)


class LineQuerySet(models.QuerySet["Line"]):
    def readable_by(self, standing: Standing) -> Self:
        """Lines for this person's audiences, and those about their households."""
        readable = models.Q(audience__in=audiences_of(standing))
        if standing.households:
            readable |= models.Q(household__in=standing.households)
        return self.filter(readable)

    def with_covers(self, reader: Standing | None = None) -> Self:
        """Annotate ``covered``: whether the subject's title was withdrawn, also from visitors alone if
        the reader is one, and not if leaders go on reading it and the reader is one."""
        return self.annotate(covered=_has_cover(reader))

    def uncovered(self) -> Self:
        return self.filter(~_has_cover())

    def not_carrying(self) -> Self:
        """Leave out lines about what carries another thing to every household, such as the canvass of
        a notice: the other thing has lines of its own."""
        subject = {"effect_type": OuterRef("subject_type"), "effect_id": OuterRef("subject_id")}
        return self.filter(~Exists(Link.objects.filter(**subject, kind=LinkKind.CARRIED_BY)))


class Line(models.Model):
    """One change. The subject's title and URL are stored as they were."""

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
    """The person affected. Titles of lines never contain a resident's name."""
    household = models.ForeignKey(
        Household,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("哪一户"),
        db_constraint=False,
    )
    """The household concerned. Its members can read the line as well. The line stays if the import
    that created the household is undone, because the household had no members then."""
    office = models.CharField(_("以什么身份"), max_length=10, blank=True)
    verb = models.CharField(_("做了什么"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(_("事项"), max_length=300)
    subject_url = models.CharField(max_length=200, blank=True)
    audience = models.CharField(_("谁能看"), max_length=10, choices=Audience)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    happened_on = models.DateField(_("哪天的事"), null=True, editable=False)
    """The day on which it happened, if it was entered later. NULL means the day of ``at``."""
    previous = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(_("校验"), max_length=64, blank=True, editable=False)

    covered = False
    """Set by ``with_covers`` only."""

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
        """Number and start of the hash, as printed for later comparison: ``1234:ab12cd34``."""
        return f"{self.number}:{self.digest[:ANCHOR_DIGITS]}"

    def computed_digest(self) -> str:
        """Return the SHA-256 of the line's content, without names, so that a person can be
        forgotten."""
        content = (
            self.building_id,
            self.number,
            self.previous,
            self.actor_id or "",
            self.office,
            self.verb,
            self.subject_type,
            self.subject_id,
            self.audience,
            self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
            *([self.whom_id] if self.whom_id else []),
            *([self.happened_on.isoformat()] if self.happened_on else []),
        )
        return hashlib.sha256("\n".join(map(str, content)).encode()).hexdigest()


class CoverQuerySet(models.QuerySet["Cover"]):
    def from_everybody(self) -> Self:
        return self.filter(from_visitors=False)


class Cover(models.Model):
    """A title that was hidden or deleted. Lines about its subject are shown without it."""

    moves_with_thing = ("subject_type", "subject_id")

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    from_visitors = models.BooleanField(default=False, db_default=False)
    """Whether it is taken back from visitors alone: members go on reading it."""
    but_leaders = models.BooleanField(default=False, db_default=False)
    """Whether leader and committee go on reading it."""

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("不再显示的标题")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="a_subject_is_covered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class LinkKind(models.TextChoices):
    """How a thing came of another."""

    CAME_FROM = "came_from", _("由它而来")
    ASKED_IN = "asked_in", _("挨家挨户问了")
    DECIDED_IN = "decided_in", _("说定了")
    CARRIED_ON = "carried_on", _("下次接着商量")
    DONE_BY = "done_by", _("有人去办")
    TOLD_IN = "told_in", _("贴了通知")
    BECAME_ARTICLE = "became_article", _("写进公约")
    PART_OF = "part_of", _("归在一起")
    CARRIED_BY = "carried_by", _("挨家告知")


class Link(models.Model):
    """One thing came of another. Foreign keys between them say the same, but point down only, so
    that a room cannot see what came of its things in the rooms above it."""

    database_rules = {
        "keep_link": "Rows are never changed, and only ties that a person made by hand are deleted."
    }

    building = models.ForeignKey(Building, models.PROTECT, related_name="links")
    cause_type = models.CharField(max_length=60)
    cause_id = models.BigIntegerField()
    effect_type = models.CharField(max_length=60)
    effect_id = models.BigIntegerField()
    """Label of the model and primary key. The row may have been deleted since."""
    kind = models.CharField(max_length=20, choices=LinkKind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("从哪来、后来怎样")
        constraints = [
            models.UniqueConstraint(
                fields=["cause_type", "cause_id", "effect_type", "effect_id"],
                name="one_link_between_two_things",
            ),
            models.CheckConstraint(
                name="nothing_comes_of_itself",
                condition=~Q(cause_type=F("effect_type"), cause_id=F("effect_id")),
            ),
        ]
        indexes = [models.Index(fields=["effect_type", "effect_id"], name="link_by_effect")]

    def __str__(self) -> str:
        return f"{self.cause_type} {self.cause_id} → {self.effect_type} {self.effect_id}"
