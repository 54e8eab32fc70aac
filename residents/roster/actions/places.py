"""Create buildings, one by one or from a list."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.actions.records import save_record
from residents.people.models import User
from residents.places.models import Building
from residents.places.queries import free_slug


@transaction.atomic
def make_building(building: Building, *, by: User) -> Building:
    """Create a building with a unique slug. Raises Refused if it exists."""
    building.slug = building.slug or free_slug(building.lane, building.door_number)
    try:
        building.full_clean(validate_unique=False)
    except ValidationError as wrong:
        words = {"door": building.door, "why": "".join(wrong.messages)}
        raise Refused(_("%(door)s：%(why)s") % words) from wrong
    save_record(building, changed=(), added=True, by=by)
    return building


@transaction.atomic
def make_buildings(buildings: Iterable[Building], *, by: User) -> list[Building]:
    return [make_building(building, by=by) for building in buildings]
