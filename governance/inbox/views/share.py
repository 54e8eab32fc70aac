"""Text and picture of something, to be forwarded to a chat group."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.inbox.card_image import card_png, has_card_font
from governance.inbox.sharing import arrival_path, share_text
from residents.access.building import BuildingRequest, in_building, require
from residents.people.queries.people import contact_of
from residents.rooms.context import PageContext
from residents.rooms.manifest import shareable
from residents.rooms.sharing import ShareCard


@in_building
@require_safe
def share(request: BuildingRequest, label: str, pk: int) -> HttpResponse:
    card = _card(request, label, pk)
    address = _address(request, label, pk)
    context = {
        "card": card,
        "text": share_text(card, request.building, address),
        "label": label,
        "pk": pk,
        "has_picture": has_card_font(),
    }
    return render(request, "inbox/share.html", context)


@in_building
@require_safe
def picture(request: BuildingRequest, label: str, pk: int) -> HttpResponse:
    card = _card(request, label, pk)
    if not has_card_font():
        raise Http404
    contact = contact_of(request.building)
    asks = _("不会扫的，打电话问%(name)s：%(phone)s")
    words = asks % {"name": contact.name, "phone": contact.phone} if contact else ""
    content = card_png(card, request.building, _address(request, label, pk), words)
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, no-store"  # its numbers are those of the moment
    response["Content-Disposition"] = f'inline; filename="louzu-{pk}.png"'
    return response


def _card(request: BuildingRequest, label: str, pk: int) -> ShareCard:
    require(request, "inbox.share", request.building)
    found = shareable().get(label)
    page = PageContext(request.building, request.standing, request.user)
    card = found.card_of(page, pk) if found else None
    if card is None:
        raise Http404
    return card


def _address(request: BuildingRequest, label: str, pk: int) -> str:
    return request.build_absolute_uri(arrival_path(request.building, label, pk))
