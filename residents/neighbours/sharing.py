"""The building itself, to which posts of robots and papers about nothing else lead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    building = page.building
    if pk != building.pk or not (page.standing.member or building.public_page):
        return None
    return ShareCard(
        kind=_("楼里的网页"),
        title=_("通知、议事会、公约，都在这里"),
        sentence=_("住在这里的，每家一张入户条，扫一扫就能加入。没有条，问楼组长要。"),
        url=building.get_absolute_url(),
        asks=_("扫一扫，看楼里的事"),
        is_for_everybody=building.public_page,
    )


SHAREABLE = {"residents.building": Shareable("", card_of)}
