"""The row lock that every action on a canvass takes first."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass, Purpose
from louzu.lib.database import database_now
from louzu.lib.errors import Refused


def lock_canvass(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    """Return the canvass under its row lock, and the database's time when the lock was taken."""
    return Canvass.objects.locked(canvass), database_now()


def lock_for_web_answer(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    """As ``lock_canvass``. Raises Refused unless answers are taken on the web now."""
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "answer")
    if canvass.closes_at <= now:
        raise Refused(_("已经截止了，这次没有记上。"))
    refuse_unless_answerable(canvass)
    return canvass, now


def refuse_unless_answerable(canvass: Canvass) -> None:
    if canvass.secret:
        raise Refused(_("这次是不记名投票，请用投票页。"))
    if canvass.purpose == Purpose.TELL:
        raise Refused(_("这次只是告知，不用表态。"))
