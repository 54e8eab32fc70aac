"""The site as the tests walk it: every address, and every persona."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
ROOMS = sorted(p.parent.name for p in ROOT.glob("governance/*/apps.py"))
PERSONAS = (
    "leader", "core", "deputed", "volunteer", "resident", "staff", "neighbour",
    "foreign_staff", "visitor",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A route, the name it is reversed by, the names of its parameters, and its view."""

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
    """Every room's module of this name, be it a file or a folder split by noun."""
    rooms = [ROOT / "residents", *(ROOT / "governance" / room for room in ROOMS)]
    return [f for room in rooms for f in (*room.glob(f"{name}.py"), *room.glob(f"{name}/*.py"))]


ENDS_THE_WALK = {"leave", "home:hand_over_to", "account_logout"}
"""Where one loses what one may do: walked last, or the rest would be walked as a stranger."""
EVERYWHERE = sorted(
    (a for a in addresses() if not a.route.startswith("admin/")),
    key=lambda address: address.name in ENDS_THE_WALK,
)
PLAIN = {"slug": "114", "kind": "name", "token": "x", "pk": 1}
"""What stands for a parameter where nothing needs to be found."""
OUTSIDE = [a for a in EVERYWHERE if not a.route.startswith("b/")]
"""The addresses of no building; the desk is not among them."""
INSIDE = [a for a in EVERYWHERE if a.route.startswith("b/")]
