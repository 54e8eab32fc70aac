"""Invalidate cached pages that show a person or a building."""

from __future__ import annotations

from django.db.models import F

from residents.people.models import User
from residents.people.queries.buildings import buildings_ever_of
from residents.places.models import Building


def bump_user(user: User) -> None:
    """Invalidate cached pages after a change that only this person sees."""
    User.objects.filter(pk=user.pk).update(content_version=F("content_version") + 1)


def bump_building(building: Building) -> None:
    """Invalidate cached pages of a building after a change that writes no journal line."""
    Building.objects.filter(pk=building.pk).update(content_version=F("content_version") + 1)


def bump_buildings_of(user: User) -> None:
    """Invalidate cached pages that show ``user``, in all buildings where they ever lived or served."""
    bump_user(user)
    buildings_ever_of(user).update(content_version=F("content_version") + 1)
