"""Functions that lock households."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.places.models import Building, Household, Owner


def lock_building(building: Building, rows: Collection[Household | Owner] = ()) -> None:
    """Lock a building, so that nothing of its roster is closed or undone during the transaction.

    Call this before reading the roster if the transaction writes references to it. Raises Refused
    if the building is closed, or one of ``rows`` was removed.
    """
    Building.objects.select_for_update(no_key=True).get(pk=building.pk).refuse_if_closed()
    wanted: dict[type[Model], set[int]] = {}
    for row in rows:
        wanted.setdefault(type(row), set()).add(row.pk)
    for model, pks in wanted.items():
        if len(model._default_manager.in_bulk(pks)) < len(pks):
            raise Refused(_("有几户已经不在名册里了，请再选一次。"))


def lock_household(household: Household) -> Household:
    """Return the household, locked. Raises Refused if it moved away, or its import was undone."""
    found = Household.objects.select_for_update(of=("self",)).filter(pk=household.pk).first()
    if found is None:
        raise Refused(_("这一户已经不在名册里了。"))
    if found.closed:
        raise Refused(_("这一户已经搬走了。"))
    return found


def lock_households(households: Collection[Household]) -> None:
    """Lock households in the order that joining and importing use. Raises as ``lock_household``."""
    wanted = {household.pk for household in households}
    found = Household.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    if len(found) < len(wanted):
        raise Refused(_("有几户已经不在名册里了，请再选一次。"))
    if any(household.closed for household in found):
        raise Refused(_("有几户已经搬走了，请再选一次。"))
