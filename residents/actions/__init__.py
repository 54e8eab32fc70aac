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
from residents.actions.submissions import forget_submissions

__all__ = [
    "appoint",
    "ask_to_help",
    "change_contact",
    "choose_preferences",
    "correct_profile",
    "end_office",
    "forget",
    "forget_submissions",
    "give_consent",
    "hand_over",
    "look_up_phone",
    "move_out",
    "show_anew",
    "touch",
    "withdraw_consent",
]
