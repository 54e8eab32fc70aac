"""People who may answer for an owner, wherever they live."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.people.models.users import User
from residents.places.models import Building, Owner
from residents.places.models.spans import Span, SpanQuerySet, in_order


class OwnerAccess(Span):
    """A person who answers for an owner (party), such as one who lets a flat and lives elsewhere.

    It holds while the owner has a flat in the building (``STANDING_SQL``), so that it ends with a sale.
    """

    owner = models.ForeignKey(
        Owner, models.PROTECT, related_name="accesses", verbose_name=_("业主")
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="owner_accesses", verbose_name=_("用户")
    )

    objects = SpanQuerySet["OwnerAccess"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("以业主身份答复的人")
        constraints = [
            in_order("owner_access_dates_in_order"),
            models.UniqueConstraint(
                fields=["user", "owner"],
                condition=Q(until=None),
                name="one_open_access_per_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.user}"

    @property
    def building(self) -> Building:
        return self.owner.building
