"""The pages of the people, split by noun."""

from __future__ import annotations

from residents.views import devices, homes, joining, slips
from residents.views.front import SignIn, form_expired, front
from residents.views.me import me, preferences, welcome

__all__ = [
    "SignIn",
    "devices",
    "form_expired",
    "front",
    "homes",
    "joining",
    "me",
    "preferences",
    "slips",
    "welcome",
]
