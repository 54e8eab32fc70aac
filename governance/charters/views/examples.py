"""Examples of other buildings, and the offer of the own charter (ADR 16)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import examples as examples_actions
from governance.charters.models import Draft
from governance.charters.queries.drafts import working_draft_of
from governance.charters.queries.examples import example_for, examples_for
from governance.charters.queries.reading import edition_under_way_in
from governance.charters.views.fetching import (
    edition_in_force,
    is_writer,
    or_404,
    to_under_way,
    working,
)
from residents.access.building import BuildingRequest, in_building, require


@in_building
@require_safe
def examples(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    rows = examples_for(request.building)
    return render(request, "charters/examples.html", {"examples": rows})


@in_building
@require_safe
def example(request: BuildingRequest, example: int) -> HttpResponse:
    draft = _example(request, example)
    under_way = edition_under_way_in(request.building) if is_writer(request) else None
    into = working_draft_of(under_way) if under_way else None
    return render(request, "charters/example.html", {"draft": draft, "into": into})


@in_building
@require_POST
def copy(request: BuildingRequest, example: int) -> HttpResponse:
    source = _example(request, example)
    draft = working(request)
    examples_actions.copy_example(draft, source, by=request.user)
    messages.success(request, _("抄进来了，排在后面；不合适的可以改、可以拿掉。"))
    return to_under_way(request)


@in_building
def offer(request: BuildingRequest) -> HttpResponse:
    edition = edition_in_force(request, to="charters.lead")
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            examples_actions.withdraw_offer(edition.charter, by=request.user)
            messages.success(request, _("不再给别的楼看了。"))
        else:
            examples_actions.offer_charter(edition.charter, by=request.user)
            messages.success(request, _("本居民区别的楼可以看、可以参照了。"))
        return redirect(edition.charter)
    return render(request, "charters/offer.html", {"edition": edition})


def _example(request: BuildingRequest, pk: int) -> Draft:
    require(request, "charters.read", request.building)
    return or_404(example_for(request.building, pk))
