"""What the leader's day contributes to pages that are not its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.today.apps import TodayConfig
from residents.rooms.contributions import Button, leads
from residents.rooms.manifest import Room

ROOM = Room(
    name="today",
    title=TodayConfig.verbose_name,
    buttons=(Button(_("今天要办的"), "today:today", order=20, may=leads),),
)
