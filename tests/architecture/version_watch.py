"""Check that every write in a room moves a version, of a building or of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import connection

from tests.architecture.site import ROOMS

ROOM = re.compile(rf'(?:INSERT INTO|UPDATE|DELETE FROM) "((?:{"|".join(ROOMS)})_\w+)"')
VERSION = re.compile(
    r'INSERT INTO "journal_line"|UPDATE "residents_user" SET .*"content_version"|UPDATE "residents_building" SET "content_version"'
)
UNCACHED = {
    "notices_circular",
    "notices_unsentnotice",
    "inbox_delivery",
    "inbox_channelstop",
    "inbox_committeerobot",
    "inbox_committeepost",
    "matters_committeekind",
    "matters_committeekindmilestone",
}
"""Tables that only pages outside the page cache show."""
SAVEPOINT = re.compile(r'SAVEPOINT "(\w+)"')
ROLLBACK = re.compile(r'ROLLBACK TO SAVEPOINT "(\w+)"')


class Watch:
    """The statements of one request or job."""

    def __init__(self, name):
        self.name = name
        self.wrote, self.moved = set(), False
        self.before = {}

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found = ROOM.match(sql)
        if found and found[1] not in UNCACHED and context["cursor"].rowcount:
            self.wrote.add(found[1])
        self.moved = self.moved or bool(VERSION.match(sql))
        if point := SAVEPOINT.match(sql):
            self.before[point[1]] = frozenset(self.wrote)
        elif point := ROLLBACK.match(sql):
            self.wrote = set(self.before[point[1]])
        return result

    @property
    def fault(self) -> str:
        return f"{self.name}: {sorted(self.wrote)}" if self.wrote and not self.moved else ""


@contextmanager
def watched_job(name: str) -> Iterator[None]:
    """Fail if the statements inside write in a room without moving a version."""
    watch = Watch(name)
    with connection.execute_wrapper(watch):
        yield
    assert not watch.fault


@contextmanager
def watched_writes() -> Iterator[list[str]]:
    """Yield a list of requests that wrote in a room without moving a version."""
    unmarked: list[str] = []

    def begin(environ, **_more):
        if connection.in_atomic_block:  # otherwise rollbacks cannot be seen
            name = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            connection.execute_wrappers.append(Watch(name))

    def end(**_more):
        for watch in [w for w in connection.execute_wrappers if isinstance(w, Watch)]:
            connection.execute_wrappers.remove(watch)
            if watch.fault:
                unmarked.append(watch.fault)

    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield unmarked
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)
