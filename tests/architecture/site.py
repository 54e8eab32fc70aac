"""The URLs and personas that the tests walk through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
ROOMS = sorted(p.parent.name for p in ROOT.glob("governance/*/apps.py"))
PERSONAS = (
    "leader",
    "core",
    "deputed",
    "volunteer",
    "treasurer",
    "resident",
    "staff",
    "neighbour",
    "foreign_staff",
    "visitor",
)


@dataclass(frozen=True)
class Address:
    """A route with its URL name, parameters and view."""

    route: str
    name: str
    parameters: tuple[str, ...]
    view: Any

    def __str__(self) -> str:
        return self.name


def addresses(resolver=None, route="", names=(), parameters=()):
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        given = (*parameters, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            spaces = (*names, entry.namespace) if entry.namespace else names
            yield from addresses(entry, here, spaces, given)
        elif isinstance(entry, URLPattern):
            yield Address(here, ":".join([*names, entry.name or ""]), given, entry.callback)


def modules(name: str) -> list[Path]:
    rooms = [ROOT / "residents", *(ROOT / "governance" / room for room in ROOMS)]
    return [f for room in rooms for f in (*room.glob(f"{name}.py"), *room.glob(f"{name}/*.py"))]


ENDS_THE_WALK = {"leave", "canvass:leave_as_owner", "home:hand_over_to", "account_logout"}
"""URLs that end a right. They are walked last, because the rest would be walked as a stranger."""
EVERYWHERE = sorted(
    (a for a in addresses() if not a.route.startswith("admin/")),
    key=lambda address: address.name in ENDS_THE_WALK,
)
PLAIN = {
    "slug": "114",
    "kind": "name",
    "token": "x",
    "pk": 1,
    "robot": 1,
    "label": "notices.notice",
    "mac": "0123456789",
    "version": 1,
    "file": 1,
    "size": "small",
    "channel": "email",
}
"""Parameters for URLs at which nothing has to be found."""
OUTSIDE = [a for a in EVERYWHERE if not a.route.startswith("b/")]
"""URLs outside buildings and the desk."""
INSIDE = [a for a in EVERYWHERE if a.route.startswith("b/")]
