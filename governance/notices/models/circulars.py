"""群发通知: a text that the committee sent to many buildings, as one notice each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.notices.lifecycle import CircularState
from residents.models import Building, LongJob, Neighbourhood, User


class Circular(models.Model):
    """The text that was sent. Its notices live in their buildings."""

    takes_along = ("job",)

    buildings: int
    hanging: int
    """Numbers of recipients and of notices not withdrawn. Annotated by ``circulars_with_counts``
    only."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, related_name="+", verbose_name=_("居民区")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=CircularState, default=CircularState.SENT, editable=False
    )
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"), max_length=20_000)
    job = models.ForeignKey(LongJob, models.SET_NULL, null=True, related_name="+", editable=False)
    """The job that sends it, if it goes to many buildings."""
    happens_from = models.DateTimeField(_("什么时候的事"), null=True, blank=True)
    happens_until = models.DateTimeField(_("到什么时候"), null=True, blank=True)
    urgent = models.BooleanField(_("急事"), default=False)
    asks = models.BooleanField(_("请每家说一声“我家知道了”"), default=False)
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("谁发的"), editable=False
    )
    sent_at = models.DateTimeField(_("什么时候发的"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("什么时候撤回的"), null=True, editable=False)
    withdrawn_reason = models.CharField(_("撤回的原因"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("群发通知")
        constraints = [
            models.CheckConstraint(
                name="event_of_a_circular_ends_after_it_begins",
                condition=Q(happens_until=None)
                | Q(happens_from__isnull=False, happens_until__gt=F("happens_from")),
            ),
            models.CheckConstraint(
                name="withdrawn_circular_says_why",
                condition=(~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_reason=""))
                | (Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]
        indexes = [
            models.Index(F("neighbourhood"), F("id").desc(), name="circular_order"),
        ]

    def __str__(self) -> str:
        return self.title


class UnsentNotice(models.Model):
    """A building that a circular did not reach. It is deleted once the building has it."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="unsent")
    building = models.ForeignKey(Building, models.CASCADE, related_name="+", verbose_name=_("楼组"))
    reason = models.CharField(_("为什么没发成"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("没发成的楼")
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "building"], name="building_is_unsent_once_of_a_circular"
            )
        ]

    def __str__(self) -> str:
        return f"{self.building}：{self.reason}"
