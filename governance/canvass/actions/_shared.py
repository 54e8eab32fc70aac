"""The row lock that every action on a canvass takes first."""

from __future__ import annotations

import datetime as dt

from governance.canvass.models import Canvass
from louzu.lib.database import database_now


def lock_canvass(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    """Return the canvass under its row lock, and the database's time when the lock was taken."""
    return Canvass.objects.locked(canvass), database_now()
