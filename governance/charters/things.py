"""Editions of the charter, as they are shown on the pages of things that led to them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from governance.charters.models import Edition
from residents.models import Standing
from residents.rooms.things import ThingType, ThingView


def edition_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    editions = Edition.objects.filter(pk__in=pks).select_related("charter__building")
    return {
        edition.pk: ThingView(
            _("楼组公约"),
            str(edition),
            edition.get_state_display(),
            edition.get_absolute_url(),
        )
        for edition in editions
    }


THING_TYPES = {"charters.edition": ThingType(views_of=edition_views_of)}
