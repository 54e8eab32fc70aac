"""A matter: what one building wants done, from the first word to its upkeep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.ledger.models import Account
from governance.matters.lifecycle import ENDED, Stage
from governance.matters.presets import FREE
from louzu.lib.attachments import AbstractAttachment
from residents.models import User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address


class MatterQuerySet(BuildingOwnedQuerySet["Matter"]):
    def under_way(self) -> Self:
        return self.exclude(stage__in=ENDED)

    def ended(self) -> Self:
        return self.filter(stage__in=ENDED)

    def with_stewards(self) -> Self:
        """Annotate ``steward_ids``, which the rules ask for."""
        rows = Steward.objects.filter(matter=OuterRef("pk")).order_by("pk")
        return self.annotate(steward_ids=ArraySubquery(rows.values("user")))


class Matter(BuildingOwned):
    """Canvasses, meetings, notices and tasks belong to it by the links of the journal."""

    title = models.CharField(_("什么事"), max_length=80)
    sentence = models.CharField(_("用一句话说"), max_length=200, blank=True)
    stage = models.CharField(
        _("到什么阶段"), max_length=10, choices=Stage, default=Stage.RAISED, editable=False
    )
    begun_on = models.DateField(_("哪天提出的"), default=timezone.localdate)
    account = models.OneToOneField(
        Account, models.PROTECT, null=True, related_name="matter", editable=False
    )
    """Where its money is recorded."""
    kind_key = models.CharField(max_length=40, default=FREE, editable=False)
    """The kind from which its milestones were copied: a key of ``MATTER_KINDS``, or ``own:7`` for
    the seventh of the committees'."""
    kind_name = models.CharField(_("哪一类事"), max_length=40, blank=True, editable=False)
    """The name of the kind when it was copied."""
    has_shares = models.BooleanField(_("要各家分摊"), default=False, editable=False)
    dropped_reason = models.CharField(_("为什么不办了"), max_length=300, blank=True, editable=False)
    declined_step = models.CharField(max_length=10, blank=True, editable=False)
    """The step, a key of ``FORWARD``, that was suggested at this stage and declined."""
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by each change of its fields, to detect concurrent edits."""
    stewards = models.ManyToManyField(
        User, through="Steward", related_name="+", verbose_name=_("谁看着它")
    )

    steward_ids: Sequence[int] = ()
    """Only ``with_stewards`` sets them."""
    has_share_draft = False
    has_proposed_shares = False
    has_agreed_shares = False
    """Whether a share table was drafted and not proposed, whether one was proposed and is not decided,
    and whether one was agreed to. Only ``matters_under_way_in`` sets them."""
    has_share_tables = True
    """Whether the shares have to be looked up. Only ``matters_for_page`` sets it to False."""

    next_title: str | None
    next_on: dt.date | None
    """These two: only with ``with_next_step``."""

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("事项")
        constraints = [
            models.CheckConstraint(name="matter_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="dropped_matter_says_why",
                condition=(Q(stage="dropped") & ~Q(dropped_reason=""))
                | (~Q(stage="dropped") & Q(dropped_reason="")),
            ),
        ]
        indexes = [
            models.Index(F("building"), F("begun_on").desc(), F("id").desc(), name="matter_order")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("matters:page", self.building.slug, self.pk)

    @property
    def state(self) -> str:
        """The stage, by the name that lifecycles use."""
        return self.stage

    @state.setter
    def state(self, value: str) -> None:
        self.stage = value

    @property
    def ended(self) -> bool:
        return self.stage in ENDED


class StageChange(models.Model):
    """A step of a matter from one stage to the next, with the day on which it was reached. The last
    one can be taken back."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="changes")
    before = models.CharField(max_length=10, choices=Stage)
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField(_("哪天"))
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("到过的阶段")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="stage_changes", condition=~Q(before=F("stage")))
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.stage}"


class Steward(models.Model):
    """A person who agreed to look after a matter."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁"))

    class Meta:
        verbose_name = verbose_name_plural = _("看着这件事的人")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "user"], name="one_steward_a_person")
        ]
        indexes = [models.Index(fields=["user"], name="steward_by_person")]

    def __str__(self) -> str:
        return f"{self.matter_id} · {self.user_id}"


class Follower(models.Model):
    """A person who wants to hear of a matter. Nobody else is shown who they are."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="followers")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("想听消息的人")
        constraints = [
            models.UniqueConstraint(fields=["matter", "user"], name="one_follower_a_person")
        ]
        indexes = [models.Index(fields=["user"], name="follower_by_person")]

    def __str__(self) -> str:
        return f"{self.matter_id} · {self.user_id}"


class MatterPhoto(AbstractAttachment):
    """A picture of the matter. The first one stands on top of its page."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="photos")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("事项的照片")


class UntiedThing(models.Model):
    """A thing that the links lead to, and that the leader said does not belong to the matter."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="untied")
    thing_type = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("不算在内的")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "thing_type", "thing_id"], name="a_thing_is_untied_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.thing_type} {self.thing_id}"
