"""The page to which a forwarded link leads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.inbox.links import landing_path
from governance.inbox.queries.robots import own_notice_of_circular
from governance.inbox.views.opening_links import open_link, too_many_guesses
from residents.people.models import Standing
from residents.people.queries.people import contact_of
from residents.people.rules import standing_of
from residents.rooms.context import PageContext
from residents.rooms.manifest import shareable
from residents.rooms.sharing import Shareable
from residents.signin.forms.devices import PinForm
from residents.signin.views.devices import devices_of_browser

ANY_RESIDENT = Standing(households=(0,))
"""May read what every member may."""


@login_not_required
@require_safe
@never_cache
def arrive(request: HttpRequest, slug: str, label: str, pk: int, mac: str) -> HttpResponse:
    """Lead members to the thing. Tell others which building it is of and how to come in, and the
    title only if everybody may read it. An address that the portal did not make is not found, and
    guesses of addresses are counted."""
    building, found = open_link(request, slug, label, pk, mac), shareable().get(label)
    if building is None:
        return too_many_guesses(request)
    if found is None:
        raise Http404
    standing = standing_of(request.user, building)
    if url := _page_for(PageContext(building, standing, request.user), found, pk):  # type: ignore[arg-type]
        return redirect(url)
    if standing.member:
        return render(request, "inbox/gone.html", {"building": building})
    if request.user.is_authenticated and (own := own_notice_of_circular(request.user, (label, pk))):
        return redirect(landing_path(*own))
    as_resident = PageContext(building, ANY_RESIDENT, request.user)  # type: ignore[arg-type]
    context = {
        "building": building,
        "noun": found.noun,
        "is_over": found.card_of(as_resident, pk) is None,
        "contact": contact_of(building, offices=building.public_page),
        "devices": [] if request.user.is_authenticated else devices_of_browser(request),
        "pin_form": PinForm(),
    }
    return render(request, "inbox/arriving.html", context)


def _page_for(page: PageContext, found: Shareable, pk: int) -> str:
    """Return the URL of the thing's page, or an empty string for those who may not read it."""
    card = found.card_of(page, pk)
    if card is None:
        return found.page_of(page, pk)
    return card.url if page.standing.member or card.is_for_everybody else ""
