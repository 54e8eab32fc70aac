"""Check that no request asks the database twice what one person is in one building."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import connection

OFFICES_AND_HOMES = "FROM residents_membership m"
"""Part of ``residents.people.models.standing_sql.STANDING_SQL`` and of no other statement."""


class Watch:
    """The standings that one request reads, by user and by slug or primary key of the building."""

    def __init__(self, environ):
        self.path = environ["PATH_INFO"]
        self.request = f"{environ['REQUEST_METHOD']} {self.path}"
        self.read = Counter()

    def __call__(self, execute, sql, params, many, context):
        if OFFICES_AND_HOMES in sql:
            # In a building its door reads by slug, all else by primary key.
            within = self.path.startswith("/b/")
            self.read[params["user"], "" if within else params["value"]] += 1
        return execute(sql, params, many, context)


@contextmanager
def watched_standings() -> Iterator[list[str]]:
    """Yield a list of requests that read a standing more than once."""
    repeated: list[str] = []

    def begin(environ, **_more):
        end()  # one that was never closed, such as a file that a test did not read
        connection.execute_wrappers.append(Watch(environ))

    def end(**_more):
        for watch in [w for w in connection.execute_wrappers if isinstance(w, Watch)]:
            connection.execute_wrappers.remove(watch)
            repeated.extend(f"{watch.request}: {who}" for who, n in watch.read.items() if n > 1)

    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield repeated
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)
