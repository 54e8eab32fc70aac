"""One factory per model, with unremarkable default values."""

from __future__ import annotations

from tests.factories.canvass import make_canvass_with_marker
from tests.factories.charters import make_editions_with_marker
from tests.factories.doors import make_knock_with_marker
from tests.factories.ledger import make_account_with_marker
from tests.factories.lounge import make_thread_with_marker
from tests.factories.meetings import make_meeting_with_marker
from tests.factories.milestones import make_matter_with_parts_and_marker
from tests.factories.notices import (
    AttachmentFactory,
    NoticeFactory,
    make_shared_notice_with_marker,
)
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
    make_membership_with_marker,
    make_office_with_marker,
    make_successor_with_marker,
)
from tests.factories.shares import make_share_tables_with_marker
from tests.factories.slips import (
    DeviceFactory,
    JoiningFactory,
    SlipFactory,
    make_home_with_marker,
    make_slip_with_marker,
)
from tests.factories.stories import make_story_with_marker

MARKED_OBJECTS = {
    "inbox": make_shared_notice_with_marker,
    "lounge": make_thread_with_marker,
    "canvass": make_canvass_with_marker,
    "doors": make_knock_with_marker,
    "ledger": make_account_with_marker,
    "charters": make_editions_with_marker,
    "meetings": make_meeting_with_marker,
    "matters": lambda *of: [
        make_matter_with_parts_and_marker(*of),
        *make_share_tables_with_marker(*of),
    ],
    "stories": make_story_with_marker,
    "people": make_membership_with_marker,
    "offices": make_office_with_marker,
    "home": make_successor_with_marker,
    "slips": make_slip_with_marker,
    "homes": make_home_with_marker,
}
"""Functions that create each room's root objects with a word in every text, for the walks."""

__all__ = [
    "MARKED_OBJECTS",
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
