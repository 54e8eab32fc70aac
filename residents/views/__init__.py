"""The pages of the people, split by noun."""

from __future__ import annotations

from residents.views.front import SignIn, form_expired, front
from residents.views.me import me, preferences

__all__ = ["SignIn", "form_expired", "front", "me", "preferences"]
