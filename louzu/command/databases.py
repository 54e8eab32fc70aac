"""Run a command with the database that the portal has, whether the portal runs or not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from louzu import env
from louzu.lib.postgresql.connecting import failure_to_connect
from louzu.server.locks import COMMAND, SERVE, exclusive_lock, lock_holder
from louzu.server.postgres import Server, ServerError


@contextmanager
def portal_database(environment: env.Environment) -> Iterator[None]:
    """Set Django up. If the embedded server does not run, start it for as long as the block runs."""
    with ExitStack() as stack:
        if not environment.database:
            try:
                stack.enter_context(exclusive_lock(environment.home, COMMAND))
                stack.enter_context(Server(environment.home))
            except ServerError:
                if not _answers(environment):
                    raise
        _set_up()
        _require_database()
        yield


@contextmanager
def stopped_portal(environment: env.Environment) -> Iterator[None]:
    """As ``portal_database``, with the lock of the home. Raises ServerError while a portal runs on it."""
    with ExitStack() as stack:
        stack.enter_context(exclusive_lock(environment.home, COMMAND))
        if not environment.database:
            stack.enter_context(Server(environment.home))
        _set_up()
        _require_database()
        yield


def why_unreachable() -> str:
    """Return a sentence why the database cannot be reached, or "". The pool, which would try again,
    is not used."""
    from django.conf import settings  # noqa: PLC0415 -- set up
    from django.db import connection  # noqa: PLC0415

    if reason := failure_to_connect(connection.get_connection_params()):
        embedded = " (the embedded one runs with louzu serve)" if settings.DATABASE_ADMIN else ""
        return f"The database cannot be reached: {reason}{embedded}"
    return ""


def _require_database() -> None:
    if reason := why_unreachable():
        raise ServerError(reason)


def run_command(name: str, arguments: list[str], *, database: AbstractContextManager[None]) -> int:
    """Run a command of Django's command line. Returns 1 if the database cannot be had."""
    try:
        with database:
            from django.core.management import execute_from_command_line  # noqa: PLC0415 -- set up

            execute_from_command_line(["louzu", name, *arguments])
    except ServerError as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def _answers(environment: env.Environment) -> bool:
    """Return whether the portal runs. A command's server would end with the command."""
    holder = lock_holder(environment.home)
    served = holder is not None and holder.kind == SERVE
    return served and (Server(environment.home).sockets / ".s.PGSQL.5432").exists()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    import django  # noqa: PLC0415 -- only with good settings

    django.setup()
