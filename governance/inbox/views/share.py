"""Text and picture of something, to be forwarded to a chat group."""

from __future__ import annotations

import logging

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.inbox.card_image import card_png, has_card_font
from governance.inbox.links import arrival_path
from governance.inbox.sharing import share_text
from governance.inbox.wechat_cards import SCRIPT_ORIGIN, signed_page
from louzu.lib.wechat.transport import WeChatRefusedError, WeChatUnreachableError
from residents.access.building import BuildingRequest, in_building, require
from residents.people.queries.people import contact_of
from residents.rooms.context import PageContext
from residents.rooms.manifest import shareable
from residents.rooms.sharing import ShareCard
from residents.signin.views.wechat import is_inside_wechat

logger = logging.getLogger(__name__)


@in_building
@require_safe
def share(request: BuildingRequest, label: str, pk: int) -> HttpResponseBase:
    card = _card(request, label, pk)
    address = _address(request, label, pk)
    context = {
        "card": card,
        "text": share_text(card, request.building, address),
        "label": label,
        "pk": pk,
        "has_picture": has_card_font(),
        "in_wechat": settings.WECHAT is not None and is_inside_wechat(request),
    }
    response = render(request, "inbox/share.html", context)
    if not context["in_wechat"]:
        return response
    return csp_update({"script-src": [SCRIPT_ORIGIN]})(lambda _request: response)(request)


@in_building
@require_safe
def wechat_card(request: BuildingRequest, label: str, pk: int) -> HttpResponse:
    """Answer the script of the share page with its signature and its card."""
    card = _card(request, label, pk)
    if settings.WECHAT is None:
        raise Http404
    page = reverse("inbox:share", args=[request.building.slug, label, pk])
    try:
        signed = signed_page(settings.WECHAT, request.build_absolute_uri(page))
    except (WeChatRefusedError, WeChatUnreachableError) as error:
        logger.warning("WeChat gave no ticket for cards: %s", error)
        return HttpResponse(status=503)
    told = {
        "title": f"{card.kind}：{card.title}",
        "desc": card.sentence or card.state or card.when,
        "link": _address(request, label, pk),
        "imgUrl": request.build_absolute_uri(static("img/share-300.png")),
    }
    return JsonResponse({**signed, "card": told})


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
