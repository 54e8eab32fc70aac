"""Every change to who is who, split by noun."""

from __future__ import annotations

from residents.actions.accounts import keep_account, set_password_for
from residents.actions.batches import (
    answer_for_building,
    arrange_batch,
    carry_on,
    choose_sheet_for_building,
    confirm_batch,
    forget_batches,
    keep_batch,
    undo_batch,
)
from residents.actions.buildings import (
    close_building,
    merge_buildings,
    reopen_building,
    split_building,
)
from residents.actions.closing import close_flat, reopen_flat, reopen_household
from residents.actions.columns import forget_column, remember_columns
from residents.actions.consents import give_consent, withdraw_consent
from residents.actions.devices import bind_device, check_pin, revoke_device, revoke_devices
from residents.actions.faces import show_anew, stir
from residents.actions.files import forget_files
from residents.actions.forgetting import forget
from residents.actions.guessing import record_guessing
from residents.actions.households import hold_roster
from residents.actions.imports import forget_kept_of_imports, undo_import
from residents.actions.joining import (
    Newcomer,
    claim,
    end_sessions,
    enroll,
    join,
    join_as,
    let_answer,
    move_out,
    renew_key,
    see_members,
    undo_joining,
)
from residents.actions.lists import record_list_export
from residents.actions.merging import Part, merge_flats, shared_out, split_flat
from residents.actions.moving import close_household, move_household, move_in
from residents.actions.neighbourhoods import keep_neighbourhood
from residents.actions.numbers import NumberInUse, keep_number, verify_number
from residents.actions.offices import (
    appoint,
    ask_to_help,
    end_office,
    hand_over,
    resume_office,
)
from residents.actions.phones import look_up_phone, write_phone
from residents.actions.places import make_building, make_buildings
from residents.actions.preferences import choose_preferences, touch
from residents.actions.profile import change_contact, correct_profile
from residents.actions.records import keep_record
from residents.actions.roster import (
    answer_columns,
    choose_sheet,
    confirm_roster,
    export_roster,
    forget_rosters,
    import_roster,
    keep_roster,
)
from residents.actions.sales import WhoLives, merge_owners, sell_flats, split_owner
from residents.actions.signins import (
    forget_desk_sign_ins,
    forget_sessions,
    record_desk_sign_in,
    reset_second_factor,
)
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
    "NumberInUse",
    "Part",
    "Printed",
    "WhoLives",
    "answer_columns",
    "answer_for_building",
    "appoint",
    "arrange_batch",
    "ask_to_help",
    "bind_device",
    "carry_on",
    "change_contact",
    "check_pin",
    "choose_preferences",
    "choose_sheet",
    "choose_sheet_for_building",
    "claim",
    "close_building",
    "close_flat",
    "close_household",
    "confirm_batch",
    "confirm_roster",
    "correct_profile",
    "end_office",
    "end_sessions",
    "enroll",
    "export_roster",
    "forget",
    "forget_batches",
    "forget_column",
    "forget_desk_sign_ins",
    "forget_files",
    "forget_kept_of_imports",
    "forget_rosters",
    "forget_sessions",
    "forget_submissions",
    "give_consent",
    "hand_over",
    "hold_roster",
    "import_roster",
    "join",
    "join_as",
    "keep_account",
    "keep_batch",
    "keep_neighbourhood",
    "keep_number",
    "keep_record",
    "keep_roster",
    "let_answer",
    "look_up_phone",
    "make_building",
    "make_buildings",
    "merge_buildings",
    "merge_flats",
    "merge_owners",
    "move_household",
    "move_in",
    "move_out",
    "print_family_slip",
    "print_key_slip",
    "print_slips",
    "record_desk_sign_in",
    "record_guessing",
    "record_list_export",
    "remember_columns",
    "renew_key",
    "reopen_building",
    "reopen_flat",
    "reopen_household",
    "reset_second_factor",
    "resume_office",
    "revoke_device",
    "revoke_devices",
    "revoke_slip",
    "see_members",
    "sell_flats",
    "set_password_for",
    "shared_out",
    "show_anew",
    "split_building",
    "split_flat",
    "split_owner",
    "stir",
    "touch",
    "undo_batch",
    "undo_import",
    "undo_joining",
    "verify_number",
    "withdraw_consent",
    "write_phone",
]
