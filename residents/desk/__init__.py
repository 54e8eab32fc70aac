"""The committee's desk: Django admin, opened by office alone and scoped to one's neighbourhoods."""

from __future__ import annotations

from residents.desk.asker import asker, served_by
from residents.desk.filters import older
from residents.desk.pages import NearPages
from residents.desk.scoped import BuildingOwnedAdmin, ReadOnlyDesk, ScopedAdmin
from residents.desk.site import CommitteeSite

__all__ = [
    "BuildingOwnedAdmin",
    "CommitteeSite",
    "NearPages",
    "ReadOnlyDesk",
    "ScopedAdmin",
    "asker",
    "older",
    "served_by",
]
