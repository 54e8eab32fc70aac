"""What neighbours see of a person."""

from __future__ import annotations

from django.db.models import F

from residents.people.actions.preferences import bump_user
from residents.people.models import User
from residents.people.queries.buildings import buildings_ever_of
from residents.places.models import Building


def bump_building(building: Building) -> None:
    """Something is seen differently there without a line in the journal."""
    Building.objects.filter(pk=building.pk).update(content_version=F("content_version") + 1)


def bump_buildings_of(user: User) -> None:
    """Neighbours see ``user`` differently from now on: pages remembered for anybody are stale.

    Everywhere the person ever lived or served: what they said there still hangs there.
    """
    bump_user(user)
    buildings_ever_of(user).update(content_version=F("content_version") + 1)
