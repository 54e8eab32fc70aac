from __future__ import annotations

from dataclasses import dataclass

from governance.canvass.models import Canvass, Voice


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What a voice answered to one question. ``version`` 0 means the present text."""

    canvass: Canvass
    voice: Voice
    choice: str
    reason: str = ""
    version: int = 0
