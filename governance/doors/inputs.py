from __future__ import annotations

from dataclasses import dataclass

from governance.canvass.models import Canvass, Voice
from residents.models import Flat, Household


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """The answer of a voice to one question. ``version`` 0 means the present text. ``settles``: the
    household knows of two answers that disagree, and this one is to count."""

    canvass: Canvass
    voice: Voice
    choice: str
    reason: str = ""
    version: int = 0
    settles: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a round sheet. ``outcome`` is empty, or a ``Knock.Outcome`` of a door where nobody was
    in or wanted to talk."""

    flat: Flat
    household: Household | None
    outcome: str = ""
    note: str = ""
    told: tuple[Canvass, ...] = ()
