"""The page to which a forwarded link leads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.inbox.sharing import is_arrival_mac
from residents.people.queries.buildings import building_with_access
from residents.people.queries.people import contact_of
from residents.people.rules import standing_of
from residents.rooms.context import PageContext
from residents.rooms.manifest import shareable
from residents.signin.forms.devices import PinForm
from residents.signin.views.devices import devices_of_browser


@login_not_required
@require_safe
@never_cache
def arrive(request: HttpRequest, slug: str, label: str, pk: int, mac: str) -> HttpResponse:
    """Lead members to the thing. Tell others which building it is of and how to come in, and the
    title only if everybody may read it. An address that the portal did not make is not found."""
    building, found = building_with_access(slug, request.user), shareable().get(label)
    if building is None or found is None or not is_arrival_mac(mac, building, label, pk):
        raise Http404
    standing = standing_of(request.user, building)
    card = found.card_of(PageContext(building, standing, request.user), pk)  # type: ignore[arg-type]
    if card and (standing.member or card.is_for_everybody):
        return redirect(card.url)
    if standing.member:
        return redirect(building)
    context = {
        "building": building,
        "noun": found.noun,
        "contact": contact_of(building, offices=building.public_page),
        "devices": [] if request.user.is_authenticated else devices_of_browser(request),
        "pin_form": PinForm(),
    }
    return render(request, "inbox/arriving.html", context)
