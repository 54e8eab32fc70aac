"""Base of models that belong to a building."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from residents.places.models import Building

M = TypeVar("M", bound="BuildingOwned")


@lru_cache(maxsize=10_000)  # lists repeat the same addresses
def address(view: str, *where: str | int) -> str:
    return reverse(view, args=where)


class BuildingOwnedQuerySet(models.QuerySet[M]):
    def locked(self, obj: M) -> M:
        """Return the same row, fresh and locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("building").get(pk=obj.pk)


class BuildingOwned(models.Model):
    """An object that belongs to one building. Its parts are reached only through it.

    A building's related managers, such as ``notice_set``, set ``building`` on each row, so that
    addresses and rights cost no query.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="%(class)s_set", verbose_name=_("楼组")
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address of the object's page. Subclasses must implement it."""
        raise NotImplementedError
