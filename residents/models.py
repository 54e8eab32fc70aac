"""All models of the app, for Django and for the rooms."""

from __future__ import annotations

from residents.access.models import (
    DeskSignIn,
    Device,
    Joining,
    OwnerSlip,
    Slip,
)
from residents.background.models import (
    LongJob,
)
from residents.desk.models import (
    ListExport,
)
from residents.installation.models import (
    BackupRecord,
)
from residents.people.models import (
    Membership,
    Office,
    OwnerAccess,
    Standing,
    Submission,
    User,
)
from residents.places.models import (
    Building,
    Flat,
    Household,
    Neighbourhood,
    Owner,
    Ownership,
)
from residents.privacy.models import (
    Consent,
)
from residents.roster.models import (
    BatchBuilding,
    RosterBatch,
    RosterColumn,
    RosterDraft,
    RosterImport,
)
from residents.uploads.models import (
    KeptFile,
)

__all__ = [
    "BackupRecord",
    "BatchBuilding",
    "Building",
    "Consent",
    "DeskSignIn",
    "Device",
    "Flat",
    "Household",
    "Joining",
    "KeptFile",
    "ListExport",
    "LongJob",
    "Membership",
    "Neighbourhood",
    "Office",
    "Owner",
    "OwnerAccess",
    "OwnerSlip",
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
