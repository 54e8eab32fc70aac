"""Every change to who is who, split by noun."""

from __future__ import annotations

from residents.actions.offices import appoint, end_office
from residents.actions.preferences import choose_preferences, touch
from residents.actions.submissions import forget_submissions

__all__ = ["appoint", "choose_preferences", "end_office", "forget_submissions", "touch"]
