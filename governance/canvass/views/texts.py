"""The text of a canvass alone: read out at a door, and behind the QR code on a sheet or strip."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.canvass.queries.options import load_options
from governance.canvass.queries.owner_questions import asks_as_owner
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.public_text import LABEL, PublicText, public_text_in
from governance.inbox.views.opening_links import open_link, too_many_guesses
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.files import serve_attachment
from residents.access.offline_pages import kept_offline
from residents.people.queries.people import contact_of
from residents.people.rules import standing_of
from residents.uploads.rates import RateLimitExceeded, count

NOT_INDEXED = "noindex, nofollow, noarchive"


@in_building
@require_safe
@kept_offline
def text_alone(request: BuildingRequest, pk: int) -> HttpResponse:
    """念给他听: what helpers read out at a door and may hand to the household, without anybody's
    answer."""
    found = canvasses_for_page().prefetch_related("attachments")
    canvass = fetch(request, found, pk, to="canvass.read_text")
    load_options(canvass)
    return render(request, "canvass/text_alone.html", {"canvass": canvass})


@login_not_required
@require_safe
@never_cache
def text(request: HttpRequest, slug: str, pk: int, version: int, mac: str) -> HttpResponseBase:
    """Lead members and owners to the canvass, and show others its text alone."""
    shown = _open(request, slug, pk, version, mac)
    if isinstance(shown, HttpResponse):
        return shown
    building = shown.canvass.building
    if standing_of(request.user, building).member:
        return redirect(shown.canvass)
    if asks_as_owner(shown.canvass, standing_of(request.user, building)):
        return redirect("canvass:owner_question", slug, pk)
    context = {
        "building": building,
        "canvass": shown.canvass,
        "shown": shown,
        "mac": mac,
        "contact": contact_of(building, offices=building.public_page),
    }
    response = render(request, "canvass/text.html", context)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


@login_not_required
@require_safe
def text_file(request: HttpRequest, file: int, size: str, **address: Any) -> HttpResponseBase:
    """Serve an attachment of the text. ``address`` is what ``text`` takes."""
    shown = _open(request, **address)
    if isinstance(shown, HttpResponse):
        return shown
    if shown.withdrawn:
        raise Http404
    response = serve_attachment(request, shown.files, file, size)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


def _open(
    request: HttpRequest, slug: str, pk: int, version: int, mac: str
) -> PublicText | HttpResponse:
    """Return the text, or the page that asks to wait. Raises Http404 for anything else."""
    building = open_link(request, slug, LABEL, pk, mac)
    if building is None or isinstance(count(request, "public_text"), RateLimitExceeded):
        return too_many_guesses(request)
    shown = public_text_in(building, pk, version)
    if shown is None:
        raise Http404
    return shown
