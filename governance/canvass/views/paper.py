from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.canvass.models import Canvass
from governance.canvass.queries.page import canvass_page_for, canvasses_for_page
from governance.canvass.queries.paper import pages_of, slips_per_page, voices_by_number
from governance.canvass.queries.texts import rewordings_of
from governance.canvass.queries.words import choice_words, rule_in_force
from governance.inbox.links import landing_address
from residents.access.building import BuildingRequest, fetch, in_building

LINES_A_LEAF, BALLOTS_A_LEAF = 11, 4


@in_building
@require_safe
def sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    return _leaves(request, pk, "canvass/sheet.html", lambda _canvass: LINES_A_LEAF)


@in_building
@require_safe
def slips(request: BuildingRequest, pk: int) -> HttpResponse:
    return _leaves(request, pk, "canvass/slips.html", slips_per_page)


@in_building
@require_safe
def ballots(request: BuildingRequest, pk: int) -> HttpResponse:
    """空白纸票: identical ballots without any name, number or mark."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.print_ballots")
    context = {"canvass": canvass, "words": choice_words(canvass), "papers": range(BALLOTS_A_LEAF)}
    return render(request, "canvass/ballots.html", context)


@in_building
@require_safe
def result(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.read_result")
    view = canvass_page_for(canvass, request.standing, each=False)
    context = {
        "canvass": canvass,
        "shown": view,
        "result": view.result,
        "rule": rule_in_force(canvass),
        "words": choice_words(canvass),
        "rewordings": rewordings_of(canvass),
        "url": landing_address(request, canvass),
    }
    return render(request, "canvass/result.html", context)


def _leaves(
    request: BuildingRequest, pk: int, template: str, size_of: Callable[[Canvass], int]
) -> HttpResponse:
    found = canvasses_for_page().prefetch_related("attachments")
    canvass = fetch(request, found, pk, to="canvass.print")
    context = {
        "canvass": canvass,
        "leaves": pages_of(voices_by_number(canvass), size_of(canvass)),
        "rule": rule_in_force(canvass),
        "words": choice_words(canvass),
        "attached": canvass.attachments.all(),
        "url": landing_address(request, canvass),
    }
    return render(request, template, context)
