"""The search gives nothing to other pages: it reads what the rooms declare."""

from __future__ import annotations

from governance.search.apps import SearchConfig
from residents.rooms.manifest import Room

ROOM = Room(name="search", title=SearchConfig.verbose_name)
