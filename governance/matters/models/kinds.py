"""Kinds of matter that a neighbourhood committee keeps for its buildings."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models import Neighbourhood

MAX_PLANNED_DAYS = 3650


class CommitteeKind(models.Model):
    """A kind of matter with its milestones. A matter gets a copy, which later changes leave alone."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, related_name="matter_kinds", verbose_name=_("居民区")
    )
    name = models.CharField(_("叫什么"), max_length=40)
    sentence = models.CharField(
        _("什么样的事用它"),
        max_length=200,
        blank=True,
        help_text=_("一句话，楼组长选的时候看得到"),
    )
    has_shares = models.BooleanField(
        _("要各家分摊"), default=False, help_text=_("勾了，这样的事有一张分摊表")
    )
    retired_on = models.DateField(
        _("哪天起不用了"),
        null=True,
        blank=True,
        help_text=_("填了，楼组长从那天起选不到它；已经照它办的事不变"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("事项的种类")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "name"],
                condition=Q(retired_on=None),
                name="one_kind_in_use_of_a_name",
                violation_error_message=_("已经有一种叫这个名字了。请换一个名字。"),
            ),
            models.CheckConstraint(name="kind_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeKindMilestone(models.Model):
    """A milestone that each matter of the kind begins with."""

    kind = models.ForeignKey(CommitteeKind, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("第几步"))
    title = models.CharField(_("做到哪一步"), max_length=120)
    days = models.PositiveSmallIntegerField(
        _("开始后多少天"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_PLANNED_DAYS)],
        help_text=_("不填就是日子以后再定"),
    )
    canvass = models.CharField(_("要先征询"), max_length=20, blank=True)
    """A key of ``ALL_KINDS``."""
    period = models.CharField(_("要公示"), max_length=20, blank=True)
    """A key of ``PERIODS``."""
    source = models.CharField(
        _("依据"), max_length=300, blank=True, help_text=_("法规、文号，没有就空着")
    )
    law_date = models.DateField(_("依据的日期"), null=True, blank=True)
    documents = models.TextField(
        _("要收的文件"), max_length=1000, blank=True, help_text=_("一行一份")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("步骤")
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(name="kind_milestone_has_a_title", condition=~Q(title=""))
        ]

    def __str__(self) -> str:
        return self.title
