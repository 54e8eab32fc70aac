"""Things that hold from one day until another: memberships, offices, ownership."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

S = TypeVar("S", bound="Span")


def holds_today(prefix: str = "") -> Q:
    today = timezone.localdate()
    begun = Q(**{f"{prefix}since__lte": today})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": today}))


class SpanQuerySet(models.QuerySet[S]):
    def current(self) -> Self:
        return self.filter(holds_today())

    def past(self) -> Self:
        return self.filter(until__lte=timezone.localdate())

    def not_over(self) -> Self:
        """Holding today or from a later day on."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.localdate()))


class Span(models.Model):
    """Holds from ``since`` up to, and no longer on, ``until``."""

    since = models.DateField(_("从哪天起"), default=timezone.localdate)
    until = models.DateField(_("到哪天止"), null=True, blank=True, help_text=_("这一天起不再有效"))

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(until=None) | Q(until__gte=F("since")),
        violation_error_message=_("结束的日子不能早于开始的日子。"),
    )
