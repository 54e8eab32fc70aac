"""Open canvasses whose frozen roster contains a household or flat."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, VoiceFlat
from louzu.lib.quoting import quoted
from residents.models import Building, Flat, Household


def open_canvass_titles_for(
    building: Building, households: QuerySet[Household], flats: Collection[Flat]
) -> Iterator[str]:
    """Yield the titles of canvasses under way with these households or flats. They include
    invitations to meetings and sign-offs of charters."""
    counted = VoiceFlat.objects.filter(
        Q(flat__in=flats) | Q(answering__in=households) | Q(voice__household__in=households)
    )
    under_way = Canvass.objects.filter(
        building=building, state__in=(CanvassState.OPEN, CanvassState.CLOSED)
    )
    for canvass in under_way.filter(pk__in=counted.values("canvass")).order_by("pk"):
        yield _("征询“%(question)s”") % {"question": quoted(canvass.question)}
