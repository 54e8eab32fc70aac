"""The message types that the rooms declare."""

from __future__ import annotations

from functools import cache
from typing import Any

from residents.rooms.manifest import rooms
from residents.rooms.messages import MessageType


@cache
def message_types() -> dict[str, MessageType[Any]]:
    """Map codes to types."""
    return {kind.code: kind for room in rooms() for kind in room.message_types}


def message_type(code: str) -> MessageType[Any] | None:
    return message_types().get(code)


@cache
def types_withdrawn_by(verb: str) -> tuple[str, ...]:
    """Return codes of the types that a journal verb makes void."""
    return tuple(kind.code for kind in message_types().values() if verb in kind.withdrawn_by)


@cache
def retracting_types() -> tuple[str, ...]:
    """Return codes of the types that take back what was said of their thing."""
    return tuple(kind.code for kind in message_types().values() if kind.retracts)


@cache
def types_following(step: str) -> tuple[MessageType[Any], ...]:
    """Return the types by which authors learn of a step of what came of their thing."""
    return tuple(kind for kind in message_types().values() if step in kind.follows)
