"""Households: the people who live together in a flat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.places.models.buildings import Building
from residents.places.models.flats import Flat
from residents.places.models.spans import (
    DatedRecord,
    DatedRecordQuerySet,
    EndsWithPlace,
    dates_of_record,
)

PHONE_LENGTH = 60


class HouseholdQuerySet(DatedRecordQuerySet["Household"]):
    def living_in(self, building: Building, on: dt.date | None = None) -> Self:
        """Return households of the building on a day (default: today), including empty flats, from
        the lowest floor up."""
        found = self.current(on).filter(building=building).select_related("flat")
        return found.order_by("flat__floor", "flat__room")

    def not_closed_in(self, building: Building) -> Self:
        """Return current and later households, in the order in which they are locked."""
        return self.not_closed().filter(building=building).order_by("pk")

    def living_in_any(self, buildings: Iterable[Building]) -> Self:
        return self.current().filter(building__in=list(buildings)).order_by()

    def occupied(self) -> Self:
        return self.exclude(occupancy="empty")


class Household(EndsWithPlace, DatedRecord):
    """户: the people who live together in one flat. They are counted by age band, without birthdays.

    A flat has one household at a time. A household that moves within the building is closed and
    created anew, so that earlier answers keep the old room.
    """

    database_rules = {
        "end_with_place": "A row ends with its flat at the latest; the end entered for itself stays in own_until.",
        "end_parts": "A new end is handed on to its memberships.",
    }

    joined: int
    has_slip: bool
    """Number of members, and whether there is a valid slip. Annotated by ``households_for_slips``
    only."""

    class Occupancy(models.TextChoices):
        OWNER = "owner", _("自住")
        LET = "let", _("出租")
        EMPTY = "empty", _("空置")

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="households", verbose_name=_("楼组")
    )
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="households", verbose_name=_("室"))
    occupancy = models.CharField(
        _("居住情况"), max_length=10, choices=Occupancy, default=Occupancy.OWNER
    )
    aged_0_6 = models.PositiveSmallIntegerField(_("0–6岁人数"), default=0)
    aged_7_17 = models.PositiveSmallIntegerField(_("7–17岁人数"), default=0)
    aged_18_59 = models.PositiveSmallIntegerField(_("18–59岁人数"), default=0)
    aged_60_up = models.PositiveSmallIntegerField(_("60岁以上人数"), default=0)
    contact = models.CharField(
        _("户主/联系人"), max_length=100, blank=True, help_text=_("居委有事找这家，找谁")
    )
    phone = models.CharField(_("联系电话"), max_length=PHONE_LENGTH, blank=True)
    """Digits; several numbers are joined by ``、``. Shown masked. Comes from a roster or the desk.
    """
    note = models.CharField(_("备注"), max_length=200, blank=True)
    moved_to = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    """The household that it became or joined in another flat of the building."""

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("户")
        ordering = ["building", "flat__floor", "flat__room"]
        constraints = [
            ExclusionConstraint(
                name="one_household_of_a_flat_at_a_time",
                expressions=[
                    ("flat", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这一室已经有一户了。"),
            ),
            models.CheckConstraint(
                name="nobody_lives_in_an_empty_flat",
                condition=~Q(occupancy="empty")
                | Q(aged_0_6=0, aged_7_17=0, aged_18_59=0, aged_60_up=0),
                violation_error_message=_("空置的户，人数都应是0。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.flat)

    @property
    def people(self) -> int:
        return self.aged_0_6 + self.aged_7_17 + self.aged_18_59 + self.aged_60_up
