"""Models of people."""

from __future__ import annotations

from residents.people.models.people import (
    Membership,
    Office,
    Submission,
    User,
)
from residents.people.models.standing import (
    Standing,
)

__all__ = [
    "Membership",
    "Office",
    "Standing",
    "Submission",
    "User",
]
