"""The paper of handing over, whose QR code leads to its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    if pk != page.building.pk or not page.standing.leads:
        return None
    return ShareCard(
        kind=_("交接单"),
        title=_("没办完的事，都在这里"),
        url=reverse("home:hand_over", args=[page.building.slug]),
        asks=_("扫一扫，看没办完的事"),
    )


SHAREABLE = {"residents.hand_over": Shareable(gettext_lazy("交接单"), card_of)}
