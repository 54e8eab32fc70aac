"""Doors that somebody was asked to knock at."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.doors.queries.round import has_doors, left_of, round_for
from residents.rooms.context import PageContext
from residents.rooms.waiting import Waiting


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield one item for all doors of this helper at which something is open."""
    if not (page.standing.helper and has_doors(page.user, page.building)):
        return
    doors = left_of(round_for(page).mine)
    if doors:
        n = len(doors)
        note = ngettext("请您去敲 %(n)s 家的门", "请您去敲 %(n)s 家的门", n) % {"n": n}
        url = f"{reverse('doors:list', args=[page.building.slug])}?mine=1"
        ends = [ask.until for door in doors for ask in door.here if ask.until]
        yield Waiting(_("敲门"), note, url, _("去敲门"), at=min(ends, default=None), turn=True)
