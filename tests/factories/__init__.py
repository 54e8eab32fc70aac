"""One factory a model, plain; what a test does not say is unremarkable."""

from __future__ import annotations

from tests.factories.notices import AttachmentFactory, NoticeFactory
from tests.factories.residents import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)

__all__ = [
    "AttachmentFactory",
    "BuildingFactory",
    "FlatFactory",
    "HouseholdFactory",
    "MembershipFactory",
    "NeighbourhoodFactory",
    "NoticeFactory",
    "OfficeFactory",
    "OwnerFactory",
    "UserFactory",
]
