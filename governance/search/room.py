"""The manifest of the search room. It contributes nothing. It reads those of other rooms."""

from __future__ import annotations

from governance.search.apps import SearchConfig
from residents.rooms.manifest import Room

ROOM = Room(name="search", title=SearchConfig.verbose_name, tabs={"search": "home"})
