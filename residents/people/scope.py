"""Whatever a building owns carries ``building``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Self, TypeVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from residents.people.models import User
from residents.places.models import Building

M = TypeVar("M", bound="BuildingOwned")


@lru_cache(maxsize=10_000)  # a list asks for the same addresses again and again
def address(view: str, *where: str | int) -> str:
    return reverse(view, args=where)


class BuildingOwnedQuerySet(models.QuerySet[M]):
    def of(self, building: Building) -> Self:
        return self.filter(building=building)

    def served_by(self, user: User) -> Self:
        """For committee staff: the rows of every building their committee looks after."""
        return self.filter(building__neighbourhood__in=user.neighbourhoods_served)

    def locked(self, obj: M) -> M:
        """The same row, fresh and locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("building").get(pk=obj.pk)


class BuildingOwned(models.Model):
    """The root of something that belongs to one building. Its parts are reached only through it."""

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="%(class)s_set", verbose_name=_("楼组")
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Every root has a page in its building."""
        raise NotImplementedError


def with_building(rows: Iterable[M], building: Building) -> list[M]:
    """The rows of ``building``, each holding the one at hand: their addresses cost no query."""
    rows = list(rows)
    for row in rows:
        row.building = building
    return rows
