"""The manifest of the inbox. It reads those of other rooms."""

from __future__ import annotations

from governance.inbox.apps import InboxConfig
from governance.inbox.doors import duties, for_leader
from governance.inbox.messages import MESSAGE_TYPES
from governance.inbox.personal_data import DATA_CATEGORIES
from governance.inbox.verbs import SENTENCES
from residents.rooms.manifest import Room

ROOM = Room(
    name="inbox",
    title=InboxConfig.verbose_name,
    tabs={
        "inbox": "home",
        "inbox:robots": "me",
        "inbox:add_robot": "me",
        "inbox:remove_robot": "me",
        "ways": "me",
        "deliveries": "me",
        "committee_robots": "me",
    },
    duties=duties,
    for_leader=for_leader,
    sentences=SENTENCES,
    message_types=MESSAGE_TYPES,
    data_categories=DATA_CATEGORIES,
)
