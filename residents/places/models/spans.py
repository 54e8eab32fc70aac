"""Records with a first and a last day: memberships, offices, ownerships."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

S = TypeVar("S", bound="Span")


def holds_on(day: dt.date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day}))


def holds_today(prefix: str = "") -> Q:
    return holds_on(timezone.localdate(), prefix)


class SpanQuerySet(models.QuerySet[S]):
    def current(self, on: dt.date | None = None) -> Self:
        return self.filter(holds_on(on or timezone.localdate()))

    def past(self) -> Self:
        return self.filter(until__lte=timezone.localdate())

    def not_over(self, on: dt.date | None = None) -> Self:
        """Return rows that hold on that day (default: today) or later."""
        return self.filter(not_closed(on))


class Span(models.Model):
    """Holds from ``since`` until the day before ``until``."""

    since = models.DateField(_("从哪天起"), default=timezone.localdate)
    until = models.DateField(_("到哪天止"), null=True, blank=True, help_text=_("这一天起不再有效"))

    class Meta:
        abstract = True


R = TypeVar("R", bound="DatedRecord")


def on_record_on(day: dt.date | None = None, prefix: str = "") -> Q:
    """Return a condition for records that have begun and are not closed on ``day`` (default:
    today)."""
    day = day or timezone.localdate()
    begun = Q(**{f"{prefix}since": None}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day}))


class DatedRecordQuerySet(models.QuerySet[R]):
    def current(self, on: dt.date | None = None) -> Self:
        return self.filter(on_record_on(on))

    def not_closed(self, on: dt.date | None = None) -> Self:
        """Return rows that are current on that day (default: today) or begin later."""
        return self.filter(not_closed(on))


def not_closed(on: dt.date | None = None) -> Q:
    """Return rows that are current on that day (default: today) or begin later."""
    return Q(until=None) | Q(until__gt=on or timezone.localdate())


class DatedRecord(models.Model):
    """A building, flat or household. It is closed rather than deleted.

    A flat or household is deleted only if the import that created it is undone; see
    ``actions.undo_import``.
    """

    since = models.DateField(
        _("从哪天起"), null=True, blank=True, editable=False, help_text=_("空着是一开始就有")
    )
    """None if it existed before it was recorded."""
    until = models.DateField(_("到哪天止"), null=True, blank=True, editable=False)
    """The first day on which it is closed."""

    class Meta:
        abstract = True

    def closed_on(self, day: dt.date) -> bool:
        return self.until is not None and self.until <= day

    @property
    def closed(self) -> bool:
        return self.closed_on(timezone.localdate())


class EndsWithPlace(models.Model):
    """A record that ends with its building, flat or household at the latest.

    Database triggers set ``until`` to the earlier of ``own_until`` and the end of the place, but
    not before the row's first day. Writing ``until`` sets ``own_until``. When the place is closed
    or reopened, ``until`` is updated.
    """

    own_until = models.DateField(null=True, blank=True, editable=False)
    """The end that was entered for this row. None if it ends with its place."""

    class Meta:
        abstract = True


def dates_of_record() -> Func:
    return Func(F("since"), F("until"), function="DATERANGE", output_field=DateRangeField())


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(until=None) | Q(until__gte=F("since")),
        violation_error_message=_("结束的日子不能早于开始的日子。"),
    )
