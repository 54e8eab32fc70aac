"""A household under its lock."""

from __future__ import annotations

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.models import Household


def locked_household(household: Household) -> Household:
    """Raises Refused where it moved away, or the import that made it was taken back meanwhile."""
    found = Household.objects.select_for_update(of=("self",)).filter(pk=household.pk).first()
    if found is None:
        raise Refused(_("这一户已经不在名册里了。"))
    if found.closed:
        raise Refused(_("这一户已经搬走了。"))
    return found
