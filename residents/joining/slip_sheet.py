"""Layout of slips for printing: six a page, and a new page for each building."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from residents.access.models import Slip
from residents.access.once import show_once
from residents.joining.actions.slips import PrintedSlip
from residents.joining.links import slip_path
from residents.people.models import Office
from residents.people.queries.offices import leader_offices_of
from residents.places.models import Building

SLIPS_PER_PAGE = 6


@dataclass(frozen=True, slots=True)
class BuildingPages:
    """The printed pages of one building."""

    building: Building
    pages: list[list[PrintedSlip[Slip]]]
    address: str
    leader: Office | None


def slip_sheet_page(
    request: HttpRequest, printed: Sequence[PrintedSlip[Slip]], *, back: str, headed: bool = False
) -> HttpResponse:
    """Return the page with the printed slips, the only response that contains their codes.

    It has status 201 and is never cached. If the form is sent again, the response redirects to ``back``,
    which shows no codes. With ``headed``, each page names its building.
    """
    buildings = list(_by_building(request, printed))
    context = {
        "buildings": buildings,
        "count": len(printed),
        "kind": printed[0].slip.kind,
        "host": request.get_host(),
        "pages": sum(len(one.pages) for one in buildings),
        "back": back,
        "headed": headed,
    }
    return show_once(render(request, "residents/slips/sheet.html", context), back=back)


def _by_building(
    request: HttpRequest, printed: Sequence[PrintedSlip[Slip]]
) -> Iterable[BuildingPages]:
    leaders = leader_offices_of({one.slip.building for one in printed})
    for building, slips in groupby(printed, key=lambda one: one.slip.building):
        several = list(slips)
        yield BuildingPages(
            building,
            [several[at : at + SLIPS_PER_PAGE] for at in range(0, len(several), SLIPS_PER_PAGE)],
            request.build_absolute_uri(slip_path(building)),
            leaders.get(building.pk),
        )
