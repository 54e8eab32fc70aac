"""The tables of each room that say who may read what in which state."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from types import ModuleType

from django.urls import reverse

from louzu.lib.lifecycle import Lifecycle
from tests.architecture.requests import post
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


def urls_of(address, things):
    """Yield the URL of an object in each state of each matching lifecycle, and the object."""
    room = address.name.split(":")[0]
    wanted = [name for name in address.parameters if name != "slug"]
    seen = set()
    for made in things.made:
        ids = next((one for one in made.ids if set(wanted) <= set(one)), None)
        if (made.lifecycle, made.row.state) not in seen and made.room == room and ids:
            seen.add((made.lifecycle, made.row.state))
            yield made, reverse(address.name, kwargs={"slug": "114", **{n: ids[n] for n in wanted}})


def takes_forms(client, address, things) -> bool:
    """Return whether the view answers POST at all, which depends on no state."""
    for _made, url in urls_of(address, things):
        return post(client, url).status_code != HTTPStatus.METHOD_NOT_ALLOWED
    return False
