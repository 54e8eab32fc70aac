"""Who may read the inbox; see ``tests.architecture.reading``."""

from __future__ import annotations

from tests.architecture.reading import Table

TABLE: Table = {}
AT_THE_DESK = {
    "MESSAGE": "names nobody; each person reads only their own news",
    "DELIVERY": "only the keeper reads it, without its address",
}
ADDRESSES: dict[str, object] = {}


def make(_cast, _world) -> None:
    """Messages are made by the things of other rooms."""
