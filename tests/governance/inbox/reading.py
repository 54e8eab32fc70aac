"""Who may read the inbox; see ``tests.architecture.reading``."""

from __future__ import annotations

from tests.architecture.reading import Table, acting

TABLE: Table = {}
AT_THE_DESK = {
    "MESSAGE": "names nobody; each person reads only their own news",
    "DELIVERY": "only the keeper reads it, without its address",
}
ADDRESSES = acting("remove_robot share picture wechat_card")
"""What is forwarded is walked with the things of the other rooms: ``Walk.forwarded``."""


def make(_cast, _world) -> None:
    """Messages are made by the things of other rooms."""
