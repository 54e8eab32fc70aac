"""The pages of the people, split by noun."""

from __future__ import annotations

from residents.views.front import SignIn, form_expired, front
from residents.views.me import me, preferences
from residents.views.mine import (
    consent,
    data,
    data_html,
    data_json,
    forget,
    leave,
    privacy,
    profile,
)
from residents.views.offices import appoint, end_office
from residents.views.people import households, neighbours, past_offices, phone

__all__ = [
    "SignIn",
    "appoint",
    "consent",
    "data",
    "data_html",
    "data_json",
    "end_office",
    "forget",
    "form_expired",
    "front",
    "households",
    "leave",
    "me",
    "neighbours",
    "past_offices",
    "phone",
    "preferences",
    "privacy",
    "profile",
]
