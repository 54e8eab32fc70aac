"""One factory a model, plain; what a test does not say is unremarkable."""

from __future__ import annotations

from tests.factories.canvass import canvass_marked
from tests.factories.charters import edition_marked
from tests.factories.lounge import thread_marked
from tests.factories.meetings import meeting_marked
from tests.factories.notices import AttachmentFactory, NoticeFactory
from tests.factories.residents import (
    BuildingFactory,
    ConsentFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
    membership_marked,
    office_marked,
    successor_marked,
)
from tests.factories.slips import (
    DeviceFactory,
    JoiningFactory,
    SlipFactory,
    home_marked,
    slip_marked,
)

ROOTS = {
    "lounge": thread_marked,
    "canvass": canvass_marked,
    "charters": edition_marked,
    "meetings": meeting_marked,
    "people": membership_marked,
    "offices": office_marked,
    "home": successor_marked,
    "slips": slip_marked,
    "homes": home_marked,
}
"""One of each room's root, saying a word through and through: for the walk through the house."""

__all__ = [
    "ROOTS",
    "AttachmentFactory",
    "BuildingFactory",
    "ConsentFactory",
    "DeviceFactory",
    "FlatFactory",
    "HouseholdFactory",
    "JoiningFactory",
    "MembershipFactory",
    "NeighbourhoodFactory",
    "NoticeFactory",
    "OfficeFactory",
    "OwnerFactory",
    "SlipFactory",
    "UserFactory",
]
