"""Preview of a draft: what it asks of whom, and what it needs to pass."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, ShortNotice
from governance.canvass.presets import PRESETS
from governance.canvass.queries.notice_days import (
    days_needed,
    first_day,
    is_short,
    short_notice_of,
)
from governance.canvass.queries.option_words import winning_sentence
from governance.canvass.queries.roster import Roster, roster_of
from governance.canvass.queries.words import format_requirements, heads, square_metres
from governance.canvass.tally import Rule
from residents.models import Flat


@dataclass(frozen=True, slots=True)
class CanvassPreview:
    rule: Rule
    roster: Roster
    asked: str
    """Such as ``20位业主，1,612.40㎡``."""
    requirements: list[str]
    without_area: tuple[Flat, ...]
    days_needed: int
    """Days of public notice, or 0 if the leader chooses freely."""
    first_day: dt.date
    short: bool
    """Whether it would open before ``first_day``."""
    shortened: ShortNotice | None
    """The agreement of leader and committee so far."""

    @property
    def ready(self) -> bool:
        if self.without_area or self.roster.without_owner or not self.roster.lines:
            return False
        return not self.short or bool(self.shortened and self.shortened.agreed)


def preview_of(canvass: Canvass) -> CanvassPreview:
    roster = roster_of(canvass)
    rule = PRESETS[canvass.preset].rule_of(
        Fraction(canvass.threshold) if canvass.threshold else None
    )
    count = heads(len(roster.lines), canvass)
    asked = count
    if canvass.weighs_area:
        words = {"heads": count, "area": square_metres(roster.area)}
        asked = _("%(heads)s，%(area)s") % words
    return CanvassPreview(
        rule=rule,
        roster=roster,
        asked=asked,
        requirements=[
            *format_requirements(canvass, rule, (len(roster.lines), roster.area)),
            *([winning_sentence(canvass)] if canvass.has_options else []),
        ],
        without_area=roster.without_area if canvass.weighs_area else (),
        days_needed=days_needed(canvass),
        first_day=first_day(canvass),
        short=is_short(canvass),
        shortened=short_notice_of(canvass),
    )
