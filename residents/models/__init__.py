"""Who lives where, and who holds which office."""

from __future__ import annotations

from residents.models.batches import BatchBuilding, RosterBatch
from residents.models.columns import RosterColumn
from residents.models.consents import Consent
from residents.models.devices import Device
from residents.models.files import KeptFile
from residents.models.people import Membership, Office, Submission, User
from residents.models.places import Building, Flat, Household, Neighbourhood, Owner, Ownership
from residents.models.roster import RosterDraft, RosterImport
from residents.models.signins import DeskSignIn
from residents.models.slips import Joining, Slip
from residents.models.standing import Standing

__all__ = [
    "BatchBuilding",
    "Building",
    "Consent",
    "DeskSignIn",
    "Device",
    "Flat",
    "Household",
    "Joining",
    "KeptFile",
    "Membership",
    "Neighbourhood",
    "Office",
    "Owner",
    "Ownership",
    "RosterBatch",
    "RosterColumn",
    "RosterDraft",
    "RosterImport",
    "Slip",
    "Standing",
    "Submission",
    "User",
]
