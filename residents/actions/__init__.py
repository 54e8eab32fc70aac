"""Every change to who is who, split by noun."""

from __future__ import annotations

from residents.actions.devices import bind_device, check_pin, revoke_device, revoke_devices
from residents.actions.joining import (
    Newcomer,
    claim,
    end_sessions,
    enroll,
    join,
    join_as,
    let_answer,
    move_out,
    record_guessing,
    renew_key,
    undo_joining,
)
from residents.actions.offices import appoint, end_office
from residents.actions.preferences import choose_preferences, touch
from residents.actions.slips import (
    Printed,
    print_family_slip,
    print_key_slip,
    print_slips,
    revoke_slip,
)
from residents.actions.submissions import forget_submissions

__all__ = [
    "Newcomer",
    "Printed",
    "appoint",
    "bind_device",
    "check_pin",
    "choose_preferences",
    "claim",
    "end_office",
    "end_sessions",
    "enroll",
    "forget_submissions",
    "join",
    "join_as",
    "let_answer",
    "move_out",
    "print_family_slip",
    "print_key_slip",
    "print_slips",
    "record_guessing",
    "renew_key",
    "revoke_device",
    "revoke_devices",
    "revoke_slip",
    "touch",
    "undo_joining",
]
