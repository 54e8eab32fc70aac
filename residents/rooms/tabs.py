"""The tab that an address belongs to."""

from __future__ import annotations

from django.urls import ResolverMatch

from residents.rooms.manifest import Tab, rooms


def tab_of(match: ResolverMatch | None) -> Tab | None:
    return tabs().get(match.namespace or match.url_name or "") if match else None


def tabs() -> dict[str, Tab]:
    return {address: tab for room in rooms() for address, tab in room.tabs.items()}
