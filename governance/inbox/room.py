"""The manifest of the inbox. It contributes nothing. It reads those of other rooms."""

from __future__ import annotations

from governance.inbox.apps import InboxConfig
from residents.rooms.manifest import Room

ROOM = Room(name="inbox", title=InboxConfig.verbose_name)
