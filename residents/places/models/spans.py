"""Things that hold from one day until another: memberships, offices, ownership."""

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
        """Holding on that day (today)."""
        return self.filter(holds_on(on or timezone.localdate()))

    def past(self) -> Self:
        return self.filter(until__lte=timezone.localdate())

    def not_over(self, on: dt.date | None = None) -> Self:
        """Holding on that day (today) or from a later day on."""
        return self.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))


class Span(models.Model):
    """Holds from ``since`` up to, and no longer on, ``until``."""

    since = models.DateField(_("从哪天起"), default=timezone.localdate)
    until = models.DateField(_("到哪天止"), null=True, blank=True, help_text=_("这一天起不再有效"))

    class Meta:
        abstract = True


R = TypeVar("R", bound="DatedRecord")


def on_record_on(day: dt.date | None = None, prefix: str = "") -> Q:
    """Records that are begun and not closed on ``day`` (today)."""
    day = day or timezone.localdate()
    begun = Q(**{f"{prefix}since": None}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day}))


class DatedRecordQuerySet(models.QuerySet[R]):
    def current(self, on: dt.date | None = None) -> Self:
        """Begun and not closed on that day (today)."""
        return self.filter(on_record_on(on))

    def not_closed(self, on: dt.date | None = None) -> Self:
        """Current on that day (today), or beginning on a later one."""
        return self.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))


class DatedRecord(models.Model):
    """A building, flat or household: it is closed from a day, and its past stays. A flat or household is
    deleted only with the import of a roster that made it, see ``actions.undo_import``."""

    since = models.DateField(
        _("从哪天起"), null=True, blank=True, editable=False, help_text=_("空着是一开始就有")
    )
    """None: since before it was recorded."""
    until = models.DateField(_("到哪天止"), null=True, blank=True, editable=False)
    """From this day on it is no more."""

    class Meta:
        abstract = True

    def closed_on(self, day: dt.date) -> bool:
        return self.until is not None and self.until <= day

    @property
    def closed(self) -> bool:
        """Closed today? One that ends on a later day is not."""
        return self.closed_on(timezone.localdate())


class EndsWithPlace(models.Model):
    """Ends with the building, flat or household that it is part of, at the latest.

    Triggers of the database see to it, whoever writes a row and however: ``until`` is the earlier of
    ``own_until`` and the end of the place, or the row's first day where it begins later still. Who sets
    ``until`` sets ``own_until``; when the place closes, or is opened again, ``until`` follows.
    """

    own_until = models.DateField(null=True, blank=True, editable=False)
    """The end that was entered for this row itself. None where it lasts as long as its place."""

    class Meta:
        abstract = True


def dates_of_record() -> Func:
    """``since`` up to ``until`` as a range; NULL is open on that side."""
    return Func(F("since"), F("until"), function="DATERANGE", output_field=DateRangeField())


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(until=None) | Q(until__gte=F("since")),
        violation_error_message=_("结束的日子不能早于开始的日子。"),
    )
