"""The committee's desk: Django admin, opened by office alone and scoped to one's neighbourhoods."""

from __future__ import annotations

from residents.desk.asker import asker, places_of, served_by
from residents.desk.bulk import Bulk
from residents.desk.changes import ChangedRecords, RecordChange
from residents.desk.export import anchors_by
from residents.desk.filters import ClosedFilter, OneBuilding, older
from residents.desk.history import remembers
from residents.desk.pages import NearPages
from residents.desk.phones import PhoneLookUp
from residents.desk.records import PhoneRecordAdmin, RecordAdmin
from residents.desk.related import RelatedRecords
from residents.desk.scoped import BuildingOwnedAdmin, ReadOnlyDesk, ScopedAdmin
from residents.desk.site import CommitteeSite

__all__ = [
    "BuildingOwnedAdmin",
    "Bulk",
    "ChangedRecords",
    "ClosedFilter",
    "CommitteeSite",
    "NearPages",
    "OneBuilding",
    "PhoneLookUp",
    "PhoneRecordAdmin",
    "ReadOnlyDesk",
    "RecordAdmin",
    "RecordChange",
    "RelatedRecords",
    "ScopedAdmin",
    "anchors_by",
    "asker",
    "older",
    "places_of",
    "remembers",
    "served_by",
]
