"""Models of devices, sign-ins and slips."""

from __future__ import annotations

from residents.access.models.devices import (
    Device,
)
from residents.access.models.owner_slips import (
    OwnerSlip,
)
from residents.access.models.signins import (
    DeskSignIn,
)
from residents.access.models.slips import (
    Joining,
    Slip,
)

__all__ = [
    "DeskSignIn",
    "Device",
    "Joining",
    "OwnerSlip",
    "Slip",
]
