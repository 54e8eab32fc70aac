from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.canvass.models import Canvass
from governance.canvass.queries.options import load_options
from governance.canvass.queries.page import canvass_page_for, canvasses_for_page, shown_outcome
from governance.canvass.queries.paper import SignedText, pages_of, signed_text, voices_by_number
from governance.canvass.queries.paper_sizes import (
    ballot_boxes,
    ballots_per_page,
    list_boxes,
    rows_per_page,
    slip_boxes,
    slip_clauses,
    slips_per_page,
    strip_boxes,
    strips_per_page,
)
from governance.canvass.queries.public_text import text_key
from governance.canvass.queries.texts import rewordings_of
from governance.canvass.queries.words import choice_words, rule_in_force
from governance.inbox.links import landing_address
from residents.access.building import BuildingRequest, fetch, in_building

AS_LIST = "list"
"""Value of ``form`` in the query string for one list of all homes instead of a strip for each."""


@in_building
@require_safe
def sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    """签署表: the text, then a strip for each home, or one list on which all see one another's
    answers."""
    canvass = _fetch(request, pk)
    as_list = request.GET.get("form") == AS_LIST
    size = rows_per_page(canvass) if as_list else strips_per_page(canvass)
    choices = list_boxes(canvass) if as_list else strip_boxes(canvass)
    context = _context(request, canvass, signed_text(canvass), size, first=1)
    context |= {"as_list": as_list, "choices": choices}
    return render(request, "canvass/sheet.html", context)


@in_building
@require_safe
def slips(request: BuildingRequest, pk: int) -> HttpResponse:
    """回条: a slip for each home. A text that is longer than a page is printed once, behind them."""
    canvass = _fetch(request, pk)
    text = signed_text(canvass)
    context = _context(request, canvass, text, slips_per_page(canvass, text), first=0)
    context |= {"choices": slip_boxes(canvass, text), "clauses": slip_clauses(canvass, text)}
    return render(request, "canvass/slips.html", context)


@in_building
@require_safe
def ballots(request: BuildingRequest, pk: int) -> HttpResponse:
    """空白纸票: identical ballots without any name, number or mark."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.print_ballots")
    load_options(canvass)
    size, choices = ballot_boxes(canvass)
    context = {
        "canvass": canvass,
        "choices": choices,
        "letters": size,
        "papers": range(ballots_per_page(canvass)),
    }
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
        "outcome": shown_outcome(view),
        "rule": rule_in_force(canvass),
        "words": choice_words(canvass),
        "rewordings": rewordings_of(canvass),
        "url": landing_address(request, canvass),
    }
    return render(request, "canvass/result.html", context)


def _fetch(request: BuildingRequest, pk: int) -> Canvass:
    found = canvasses_for_page().prefetch_related("attachments")
    canvass = fetch(request, found, pk, to="canvass.print")
    load_options(canvass)
    return canvass


def _context(
    request: BuildingRequest, canvass: Canvass, text: SignedText, size: int, *, first: int
) -> dict[str, object]:
    """``first`` is the number of pages before those of the homes."""
    leaves = pages_of(voices_by_number(canvass), size)
    url = reverse("paper_text", args=text_key(canvass))
    return {
        "canvass": canvass,
        "leaves": leaves,
        "text": text,
        "before_annex": first + len(leaves),
        "pages": first + len(leaves) + len(text.annex),
        "rule": rule_in_force(canvass),
        "attached": canvass.documents,
        "url": request.build_absolute_uri(url),
    }
