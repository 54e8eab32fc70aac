"""Models of people."""

from __future__ import annotations

from residents.people.models.memberships import Membership
from residents.people.models.offices import Office
from residents.people.models.owner_access import OwnerAccess
from residents.people.models.standing import (
    Standing,
)
from residents.people.models.submissions import Submission
from residents.people.models.users import User

__all__ = [
    "Membership",
    "Office",
    "OwnerAccess",
    "Standing",
    "Submission",
    "User",
]
