"""Voices by the codes on their slips."""

from __future__ import annotations

from governance.canvass.models import Canvass, Voice
from residents.models import Building


def voice_with_code(canvass: Canvass, code: str) -> Voice | None:
    return Voice.objects.filter(canvass=canvass, code=code).first()


def coded_voices_in(building: Building, code: str) -> list[Voice]:
    """Return the voices of other questions on whose slips this code may stand, newest first."""
    found = Voice.objects.filter(
        canvass__building=building, canvass__secret=False, code=code, canvass__withdrawn_at=None
    )
    return list(found.select_related("canvass").order_by("-canvass"))
