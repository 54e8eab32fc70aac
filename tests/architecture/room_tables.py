"""The tables of each room that say who may read what in which state."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from louzu.lib.lifecycle import Lifecycle
from tests.architecture.site import INSIDE, ROOMS, Address

WITHOUT_LIFECYCLE = {"demo", "doors", "home", "journal", "search", "today"}


def table_of(room: str) -> ModuleType:
    return import_module(f"tests.governance.{room}.reading")


TABLES = {room: table_of(room) for room in ROOMS if room not in WITHOUT_LIFECYCLE}


def lifecycles_of(room: str) -> dict[str, Lifecycle]:
    module = import_module(f"governance.{room}.lifecycle")
    return {name: one for name, one in vars(module).items() if isinstance(one, Lifecycle)}


def addresses_of(room: str) -> list[Address]:
    return [a for a in INSIDE if a.name.startswith(f"{room}:") and len(a.parameters) > 1]
