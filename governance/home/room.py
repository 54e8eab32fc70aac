"""The manifest of the home room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.home.queries import buttons_for
from governance.home.sharing import SHAREABLE
from residents.rooms.contributions import Section
from residents.rooms.manifest import Room

ROOM = Room(
    name="home",
    title=_("首页"),
    tabs={"home": "home"},
    shareable=SHAREABLE,
    sections=(Section("home/_buttons.html", buttons_for, order=15, aside=True),),
)
