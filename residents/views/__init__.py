"""The pages of the people, split by noun."""

from __future__ import annotations

from residents.views import devices, homes, joining, slips
from residents.views.front import SignIn, SignOut, form_expired, front
from residents.views.me import me, preferences, welcome
from residents.views.mine import (
    consent,
    data,
    data_html,
    data_json,
    forget,
    keep_file,
    kept_file,
    leave,
    privacy,
    profile,
)
from residents.views.offices import appoint, end_office
from residents.views.people import households, neighbours, past_offices, phone
from residents.views.shown import shown_text

__all__ = [
    "SignIn",
    "SignOut",
    "appoint",
    "consent",
    "data",
    "data_html",
    "data_json",
    "devices",
    "end_office",
    "forget",
    "form_expired",
    "front",
    "homes",
    "households",
    "joining",
    "keep_file",
    "kept_file",
    "leave",
    "me",
    "neighbours",
    "past_offices",
    "phone",
    "preferences",
    "privacy",
    "profile",
    "shown_text",
    "slips",
    "welcome",
]
