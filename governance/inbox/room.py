"""The manifest of the inbox. It reads those of other rooms."""

from __future__ import annotations

from governance.inbox.apps import InboxConfig
from governance.inbox.personal_data import DATA_CATEGORIES
from governance.inbox.verbs import SENTENCES
from residents.rooms.manifest import Room

ROOM = Room(
    name="inbox",
    title=InboxConfig.verbose_name,
    tabs={"inbox": "home"},
    sentences=SENTENCES,
    data_categories=DATA_CATEGORIES,
)
