"""Flats of a building, their areas, and their successors after a merge or split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.places.models.buildings import Building
from residents.places.models.spans import (
    DatedRecord,
    DatedRecordQuerySet,
    EndsWithPlace,
    dates_of_record,
)

if TYPE_CHECKING:
    from residents.places.models.households import Household
    from residents.places.models.owners import Ownership


class FlatQuerySet(DatedRecordQuerySet["Flat"]):
    def not_closed_in(self, building: Building, on: dt.date | None = None) -> Self:
        """Return open flats of the building on a day (default: today), from the lowest floor up."""
        return self.current(on).filter(building=building).order_by("floor", "room")

    def not_closed_in_any(self, buildings: Iterable[Building]) -> Self:
        found = self.current().filter(building__in=list(buildings))
        return found.order_by("building", "floor", "room")


class Flat(EndsWithPlace, DatedRecord):
    """室: a dwelling with a room number. Its area counts where the law weighs owners by area."""

    database_rules = {
        "end_with_place": "A row ends with its building at the latest; the end entered for itself stays in own_until.",
        "end_parts": "A new end is handed on to its households and ownerships.",
    }

    living: list[Household]
    held: list[Ownership]
    """Current ownerships, prefetched for the roster."""

    class AreaSource(models.TextChoices):
        """In order of precedence (Supreme Court interpretation on condominiums, art. 8)."""

        REGISTER = "register", _("产权登记")
        SURVEY = "survey", _("测绘")
        CONTRACT = "contract", _("买卖合同")

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="flats", verbose_name=_("楼组")
    )
    floor = models.PositiveSmallIntegerField(_("楼层"))
    room = models.CharField(_("室号"), max_length=20)
    area = models.DecimalField(
        _("建筑面积（㎡）"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    area_source = models.CharField(
        _("面积依据"), max_length=10, choices=AreaSource, blank=True, default=""
    )
    successors: models.ManyToManyField[Flat] = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", editable=False
    )
    """The flats that replaced it in a merge or split."""

    objects = FlatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("室")
        ordering = ["building", "floor", "room"]
        constraints = [
            ExclusionConstraint(
                name="one_flat_per_room_number_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这栋楼已经有这个室号了。"),
            ),
            models.CheckConstraint(
                name="area_is_positive_and_sourced",
                condition=Q(area=None, area_source="")
                | (Q(area__isnull=False, area__gt=0) & ~Q(area_source="")),
                violation_error_message=_("写了面积就要写依据；面积要大于0。"),
            ),
            models.CheckConstraint(name="flat_floor_counts_from_one", condition=Q(floor__gte=1)),
        ]

    def __str__(self) -> str:
        return _("%(room)s室") % {"room": self.room}
