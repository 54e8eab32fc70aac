"""A room whose long job counts."""

from __future__ import annotations

from django.utils.translation import get_language

from louzu.lib.errors import Refused
from residents.rooms.long_jobs import LongJobKind
from residents.rooms.manifest import Room

DID: list[str] = []


def count(job) -> str | None:
    number = int(job.cursor or 0)
    if number == job.arguments.get("refuse"):
        raise Refused("数不下去了。")
    if number == job.arguments.get("fail"):
        raise ZeroDivisionError
    DID.append(f"{job.by} {number} {get_language()}")
    return str(number + 1) if number + 1 < job.arguments["to"] else None


def ended(job, finished) -> None:
    DID.append("finished" if finished else "not finished")


ROOM = Room(
    name="counting",
    title="数数",
    long_jobs=(LongJobKind("counting.count", "数一数", count, ended),),
)
