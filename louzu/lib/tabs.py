"""The tab that an address belongs to."""

from __future__ import annotations

from typing import Literal

from django.urls import ResolverMatch

Tab = Literal["home", "notices", "matters", "lounge", "me"]

TAB_OF: dict[str, Tab] = {
    "home": "home",
    "today": "home",
    "journal": "home",
    "search": "home",
    "people": "home",
    "offices": "home",
    "notices": "notices",
    "meetings": "matters",
    "canvass": "matters",
    "charters": "matters",
    "lounge": "lounge",
    "homes": "me",
    "slips": "me",
    "mine": "me",
    "me": "me",
    "leave": "me",
    "welcome": "me",
    "calendar": "me",
}
"""The tab of a URL namespace, or of a URL name that is in no namespace."""


def tab_of(match: ResolverMatch | None) -> Tab | None:
    return TAB_OF.get(match.namespace or match.url_name or "") if match else None
