"""The tab that an address belongs to."""

from __future__ import annotations

from django.urls import ResolverMatch

from residents.rooms.manifest import Tab, rooms


def tab_of(match: ResolverMatch | None) -> Tab | None:
    """Return the tab of the page itself if a room names one, else that of its namespace."""
    if match is None:
        return None
    found = tabs()
    return found.get(match.view_name) or found.get(match.namespace or match.url_name or "")


def tabs() -> dict[str, Tab]:
    return {address: tab for room in rooms() for address, tab in room.tabs.items()}
