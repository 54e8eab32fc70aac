"""Lists of threads, and the house rules."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.lounge.models import Thread
from governance.lounge.queries.moderation import concerns_in
from governance.lounge.queries.threads import SHOWS, next_change_at, threads_in
from residents.access.building import BuildingRequest, in_building, require
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page(next_change_at)
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "lounge.browse", request.building)
    kind, show = kind_in(request), request.GET.get("show", "")
    show = show if show in SHOWS else ""
    after = request.GET.get("after")
    page = threads_in(request.building, request.user, kind=kind or "", show=show, after=after)
    context = {
        "page": page,
        "kind": kind,
        "kinds": Thread.Kind.choices,
        "show": show,
        "concerns": concerns_in(request.building) if request.standing.leads else None,
    }
    return render(request, "lounge/listing.html", context)


@in_building
@require_safe
@cached_page()
def house_rules(request: BuildingRequest) -> HttpResponse:
    require(request, "lounge.browse", request.building)
    return render(request, "lounge/rules.html")


def kind_in(request: BuildingRequest) -> Thread.Kind | None:
    asked = request.GET.get("kind", "")
    return Thread.Kind(asked) if asked in Thread.Kind else None


def number_of(text: str) -> int:
    """Parse the number of a post in a URL, or return 0."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 -- fits an integer
