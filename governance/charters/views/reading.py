"""The charter in force, its editions, poster, history and comparisons."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import signing
from governance.charters.models import Draft
from governance.charters.queries.drafts import comparable_drafts_in, compared_drafts
from governance.charters.queries.reading import (
    draft_in_force_in,
    edition_under_way_in,
    past_editions_in,
    signature_of,
)
from governance.charters.queries.suggestions import homes_in
from governance.charters.views.fetching import (
    edition_in_force,
    or_404,
    sees_working,
    text_of_edition,
)
from governance.inbox.links import landing_address
from residents.access.building import BuildingRequest, in_building, require
from residents.access.offline_pages import kept_offline
from residents.access.page_cache import cached_page
from residents.models import Household
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@kept_offline
@cached_page()
def charter(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    draft = draft_in_force_in(request.building)
    context = {
        "draft": draft,
        "under_way": edition_under_way_in(request.building),
        "signature": signature_of(draft.edition, request.standing) if draft else None,
    }
    return render(request, "charters/charter.html", context)


@in_building
@require_safe
@cached_page()
def edition(request: BuildingRequest, number: int) -> HttpResponse:
    draft = text_of_edition(request, number)
    signature = signature_of(draft.edition, request.standing)
    context = {"draft": draft, "signature": signature}
    return render(request, "charters/edition.html", context)


@in_building
@require_safe
@cached_page()
def history(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    page = past_editions_in(request.building, after=request.GET.get("after"))
    return render(request, "charters/history.html", {"page": page})


@in_building
@require_safe
@cached_page()
def poster(request: BuildingRequest, number: int) -> HttpResponse:
    draft = text_of_edition(request, number)
    context = {
        "draft": draft,
        "large": request.GET.get("size") == "a3",
        "signature": signature_of(draft.edition, request.standing),
        "url": landing_address(request, draft.edition.charter),
    }
    return render(request, "charters/poster.html", context)


@in_building
@require_safe
@cached_page()
def compare(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    texts = comparable_drafts_in(request.building, writer=sees_working(request))
    if len(texts) < 2:  # noqa: PLR2004 -- a comparison needs two
        return render(request, "charters/compare.html", {"texts": texts})
    old = _chosen(request.GET.get("old", ""), texts) or texts[-2]
    new = _chosen(request.GET.get("new", ""), texts) or texts[-1]
    context = {"texts": texts, "compared": compared_drafts(old, new)}
    return render(request, "charters/compare.html", context)


@in_building
@rate_limit("answer")
@require_POST
def show_flat(request: BuildingRequest) -> HttpResponse:
    edition = edition_in_force(request, to="charters.read")
    home = _answering(request)
    if request.POST.get("show"):
        signing.show_flat(edition, home, by=request.user)
        messages.success(request, _("记下了，墙上会写您家的室号。"))
    else:
        signing.hide_flat(edition, home, by=request.user)
        messages.success(request, _("记下了，墙上不写您家的室号。"))
    return redirect(edition.charter)


def _answering(request: BuildingRequest) -> Household:
    homes = homes_in(request.building).filter(pk__in=request.standing.answering)
    return or_404(homes.first())


def _chosen(pk: str, texts: list[Draft]) -> Draft | None:
    return next((draft for draft in texts if str(draft.pk) == pk), None)
