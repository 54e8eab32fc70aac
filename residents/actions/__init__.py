"""Every change to who is who, split by noun."""

from __future__ import annotations

from residents.actions.offices import appoint, end_office
from residents.actions.preferences import choose_preferences, touch
from residents.actions.roster import (
    PlanChanged,
    confirm_roster,
    export_roster,
    forget_rosters,
    import_roster,
    keep_roster,
)
from residents.actions.submissions import forget_submissions

__all__ = [
    "PlanChanged",
    "appoint",
    "choose_preferences",
    "confirm_roster",
    "end_office",
    "export_roster",
    "forget_rosters",
    "forget_submissions",
    "import_roster",
    "keep_roster",
    "touch",
]
