"""Open an address that only the portal can make, for readers who may not be signed in (ADR 52)."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.inbox.links import is_arrival_mac
from residents.people.queries.buildings import building_with_access
from residents.places.models import Building
from residents.uploads.rates import RateLimitExceeded, count


def open_link(request: HttpRequest, slug: str, label: str, pk: int, mac: str) -> Building | None:
    """Return the building of an address, or None if this reader guessed too many addresses.

    Raises Http404 for an address that the portal did not make.
    """
    counted = count(request, "landing")
    if isinstance(counted, RateLimitExceeded):
        return None
    building = building_with_access(slug, request.user)
    if building is None or not is_arrival_mac(mac, building, label, pk):
        raise Http404
    counted.undo()
    return building


def too_many_guesses(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/guessed.html", status=HTTPStatus.TOO_MANY_REQUESTS)
