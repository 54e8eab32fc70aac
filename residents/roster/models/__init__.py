"""Models of rosters."""

from __future__ import annotations

from residents.roster.models.batches import (
    BatchBuilding,
    RosterBatch,
)
from residents.roster.models.columns import (
    RosterColumn,
)
from residents.roster.models.roster import (
    RosterDraft,
    RosterImport,
)

__all__ = [
    "BatchBuilding",
    "RosterBatch",
    "RosterColumn",
    "RosterDraft",
    "RosterImport",
]
