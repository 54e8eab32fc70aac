"""Members of households."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.people.models.users import User
from residents.places.models import Building, Household
from residents.places.models.spans import EndsWithPlace, Span, SpanQuerySet, in_order


class Membership(EndsWithPlace, Span):
    database_rules = {
        "end_with_place": "A row ends with its household at the latest; the end entered for itself stays in own_until.",
    }

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name=_("用户")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", verbose_name=_("户")
    )
    may_answer = models.BooleanField(_("可以代表全家答复"), default=True)
    joinings_seen = models.PositiveBigIntegerField(default=0, editable=False)
    """Primary key of the newest joining of the household that this member has seen."""

    objects = SpanQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("住户成员")
        constraints = [
            in_order("membership_dates_in_order"),
            models.UniqueConstraint(
                fields=["user", "household"],
                condition=Q(until=None),
                name="one_open_membership_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.user}"

    @property
    def building(self) -> Building:
        return self.household.building
