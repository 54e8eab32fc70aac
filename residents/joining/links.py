"""The address on a slip. It names the building to whoever holds the paper, and to nobody else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from residents.places.models import Building

SALT = "residents.joining.slip"
KEY, KEY_LENGTH = "k", 10


def slip_path(building: Building) -> str:
    """Return the page that asks for the code, which follows behind ``#``."""
    path = reverse("joining:code", args=[building.slug])
    return f"{path}?{urlencode({KEY: _key_of(building)})}"


def building_of_slip(slug: str, key: str) -> Building | None:
    """Return the building if the key is that on its slips."""
    building = Building.objects.current().filter(slug=slug).select_related("neighbourhood").first()
    known = building is not None and constant_time_compare(key, _key_of(building))
    return building if known else None


def _key_of(building: Building) -> str:
    return salted_hmac(SALT, str(building.pk), algorithm="sha256").hexdigest()[:KEY_LENGTH]
