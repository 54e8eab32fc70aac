"""Open, close and publish canvasses whose time has come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from governance.canvass.actions.counting import close_canvass, publish_canvass
from governance.canvass.actions.opening import open_canvass
from governance.canvass.models import Canvass
from governance.canvass.queries.lists import due_canvasses
from louzu.lib.errors import Refused
from louzu.lib.jobs import run_each


def advance_canvasses() -> list[tuple[Canvass, Refused]]:
    """Open, close and publish all canvasses that are due. Return those that stay as they are, for
    example because a flat has no area."""
    opening, closing, counted = due_canvasses()
    steps: list[Callable[..., object]] = [open_canvass, close_canvass, publish_canvass]
    refused = []
    for step, canvasses in zip(steps, (opening, closing, counted), strict=True):
        refused += run_each(partial(step, by=None), canvasses)
    return refused
