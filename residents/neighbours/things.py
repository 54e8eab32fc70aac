"""Offices, as they are shown on the pages of notices that tell of them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.time import format_day
from residents.people.models import Office, Standing
from residents.people.scope import address
from residents.places.models import Building
from residents.rooms.things import ThingType, ThingView, ThingWords


def office_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    offices = Office.objects.filter(pk__in=pks).select_related("user", "building")
    return {
        office.pk: ThingView(
            gettext_lazy("职务"),
            f"{office.get_kind_display()} {office.user}",
            _("从%(day)s起") % {"day": format_day(office.since)},
            address("people:neighbours", office.building.slug),
        )
        for office in offices
        if office.building
    }


def office_words_of(building: Building, pk: int) -> ThingWords | None:
    current = Office.objects.current().filter(building=building, pk=pk)
    office = current.select_related("user").first()
    if office is None:
        return None
    words = {"name": office.user, "office": office.get_kind_display()}
    text = _("从%(day)s起，%(name)s担任%(office)s。") % {**words, "day": format_day(office.since)}
    return ThingWords(_("%(name)s担任%(office)s") % words, text)


THING_TYPES = {"residents.office": ThingType(views_of=office_views_of, words_of=office_words_of)}
