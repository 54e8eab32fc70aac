"""What a draft would ask, of whom, and what it would need."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass
from governance.canvass.presets import PRESETS
from governance.canvass.queries.roster import Roster, roster_of
from governance.canvass.queries.words import heads, needs, square_metres
from governance.canvass.tally import Rule
from residents.models import Flat


@dataclass(frozen=True, slots=True)
class Preview:
    rule: Rule
    roster: Roster
    asked: str
    """``20位业主，1,612.40㎡``."""
    needs: list[str]
    without_area: tuple[Flat, ...]

    @property
    def ready(self) -> bool:
        return bool(self.roster.lines) and not (self.without_area or self.roster.without_owner)


def preview_of(canvass: Canvass) -> Preview:
    roster = roster_of(canvass)
    rule = PRESETS[canvass.preset].rule_of(
        Fraction(canvass.threshold) if canvass.threshold else None
    )
    count = heads(len(roster.lines), canvass)
    asked = count
    if canvass.weighs_area:
        words = {"heads": count, "area": square_metres(roster.area)}
        asked = _("%(heads)s，%(area)s") % words
    return Preview(
        rule=rule,
        roster=roster,
        asked=asked,
        needs=needs(canvass, rule, (len(roster.lines), roster.area)),
        without_area=roster.without_area if canvass.weighs_area else (),
    )
