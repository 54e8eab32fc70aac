"""What neighbours see of a person."""

from __future__ import annotations

from django.db.models import F

from residents.people.actions.preferences import touch
from residents.people.models import User
from residents.people.queries.buildings import buildings_ever_of
from residents.places.models import Building


def stir(building: Building) -> None:
    """Something is seen differently there without a line in the journal."""
    Building.objects.filter(pk=building.pk).update(faces=F("faces") + 1)


def show_anew(user: User) -> None:
    """Neighbours see ``user`` differently from now on: pages remembered for anybody are stale.

    Everywhere the person ever lived or served: what they said there still hangs there.
    """
    touch(user)
    buildings_ever_of(user).update(faces=F("faces") + 1)
