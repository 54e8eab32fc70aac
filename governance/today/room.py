"""The manifest of the today room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.today.apps import TodayConfig
from governance.today.sharing import SHAREABLE
from residents.rooms.contributions import Button
from residents.rooms.manifest import Room

ROOM = Room(
    name="today",
    title=TodayConfig.verbose_name,
    tabs={"today": "home"},
    buttons=(
        Button(_("今天要办的"), "today:today", order=20, may=lambda standing: standing.leads),
    ),
    shareable=SHAREABLE,
)
