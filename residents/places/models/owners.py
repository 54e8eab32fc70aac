"""Owners and the flats that they own."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from residents.places.models.buildings import Building
from residents.places.models.flats import Flat
from residents.places.models.households import PHONE_LENGTH
from residents.places.models.spans import (
    EndsWithPlace,
    Span,
    SpanQuerySet,
    dates_of_record,
    in_order,
)


class Owner(models.Model):
    """业主: one voting party of a building, with any number of flats. Co-owners of a flat are one
    party. Source: Supreme Court interpretation on condominiums (2020), art. 9."""

    held: list[Ownership]
    """Annotated by ``with_flats`` only."""
    rooms: str
    """Annotated for canvasses of owners only."""

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="owners", verbose_name=_("楼组")
    )
    name = models.CharField(_("产权人"), max_length=100, help_text=_("共有的写在一起"))
    phone = models.CharField(_("业主电话"), max_length=PHONE_LENGTH, blank=True)
    """Like ``Household.phone``. It distinguishes owners of the same name."""
    also = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("名册里也写作"),
        default=list,
        blank=True,
        editable=False,
    )
    """Other names of this owner in rosters, as somebody confirmed."""
    flats: models.ManyToManyField[Flat, Ownership] = models.ManyToManyField(
        Flat, through="Ownership", related_name="owners"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("业主")
        ordering = ["building", "name"]

    def __str__(self) -> str:
        return self.name


class Ownership(EndsWithPlace, Span):
    """The ownership of a flat. There is one owner (party) at a time."""

    database_rules = {
        "end_with_place": "A row ends with its flat at the latest; the end entered for itself stays in own_until.",
    }

    owner = models.ForeignKey(
        Owner, models.PROTECT, related_name="ownerships", verbose_name=_("业主")
    )
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="ownerships", verbose_name=_("室"))

    objects = SpanQuerySet["Ownership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("产权")
        constraints = [
            in_order("ownership_dates_in_order"),
            ExclusionConstraint(
                name="one_owner_of_a_flat_at_a_time",
                expressions=[
                    ("flat", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "这一室在这段时间里已经有业主了。请先写上原来的产权到哪天止。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flat} · {self.owner}"
