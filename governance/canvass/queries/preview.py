"""Preview of a draft: what it asks of whom, and what it needs to pass."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, ShortNotice
from governance.canvass.option_tally import AnswerKind
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
from louzu.lib.time import format_moment
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
    opens_at_once: bool
    """Whether the time at which it opens has come before it is announced."""
    seats_caution: str
    late_days_caution: str

    @property
    def ready(self) -> bool:
        if self.without_area or self.roster.without_owner or not self.roster.lines:
            return False
        return not self.short or bool(self.shortened and self.shortened.agreed)


def seats_caution(canvass: Canvass) -> str:
    """Return a warning if there are as many candidates as seats, or ""."""
    if canvass.kind != AnswerKind.several or canvass.seats != len(canvass.present_options):
        return ""
    words = {"n": canvass.seats}
    return (
        _("候选%(n)s位，要选的也是%(n)s位：够半数的就都当选，没有挑选。是这样，请勾一下再发。")
        % words
    )


def _late_days_caution(canvass: Canvass) -> str:
    """Return a warning if a date that can be chosen is over before the paper is in, or ""."""
    if not canvass.answered_on_paper:
        return ""
    days = [one.starts_at for one in canvass.present_options if one.starts_at]
    early = [day for day in days if day <= canvass.late_until]
    if not early:
        return ""
    words = {
        "until": format_moment(canvass.late_until),
        "days": "、".join(map(format_moment, early)),
    }
    return (
        _(
            "截止前签好的纸要登记到%(until)s，清点也要等到那时，这些日子就过了：%(days)s。"
            "来不及的，请把登记的天数改少，写0是不收。"
        )
        % words
    )


def chosen_rule_of(canvass: Canvass) -> Rule:
    """Return the rule of its preset, which is frozen when it is announced."""
    threshold = Fraction(canvass.threshold) if canvass.threshold else None
    return PRESETS[canvass.preset].rule_of(threshold, beside=bool(canvass.about_url))


def preview_of(canvass: Canvass) -> CanvassPreview:
    roster, rule = roster_of(canvass), chosen_rule_of(canvass)
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
        opens_at_once=canvass.opens_at <= timezone.now(),
        seats_caution=seats_caution(canvass),
        late_days_caution=_late_days_caution(canvass),
    )
