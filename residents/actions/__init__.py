"""Every change to who is who, split by noun."""

from __future__ import annotations

from residents.actions.consents import give_consent, withdraw_consent
from residents.actions.faces import show_anew
from residents.actions.forgetting import forget
from residents.actions.memberships import move_out
from residents.actions.offices import appoint, ask_to_help, end_office, hand_over
from residents.actions.phones import look_up_phone
from residents.actions.preferences import choose_preferences, touch
from residents.actions.profile import change_contact, correct_profile
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
    "ask_to_help",
    "change_contact",
    "choose_preferences",
    "confirm_roster",
    "correct_profile",
    "end_office",
    "export_roster",
    "forget",
    "forget_rosters",
    "forget_submissions",
    "give_consent",
    "hand_over",
    "import_roster",
    "keep_roster",
    "look_up_phone",
    "move_out",
    "show_anew",
    "touch",
    "withdraw_consent",
]
