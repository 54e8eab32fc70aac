"""Starts a throw-away PostgreSQL for the tests, unless LOUZU_DATABASE_URL names another one.

Loaded before Django's settings are read; the workers of pytest-xdist inherit what is set here.
The rest of the user's LOUZU_* is not for the tests, above all not the user's home.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from louzu.server.postgres import Server, ServerError
from louzu.server.roles import NAME
from tests.migrated import migrate

TEMPLATE = "TESTS_TEMPLATE"
"""Name of the database that is copied for the tests."""
KEPT = {"LOUZU_DATABASE_URL", "LOUZU_DATABASE_POOL"}


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect no garbage while tests are collected, because nearly all that this makes is kept."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish():
    """Exclude the modules imported so far from garbage collection, and collect the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def with_room_for_calls(call: Callable[..., None], *args: object) -> None:
    """Call a function from a frame so large that Python has memory for all calls inside it.

    Python keeps frames in chunks of 16 KiB and gives a chunk back to the system when the last frame
    in it ends. A loop whose calls cross the edge of a chunk maps and unmaps one for each of them. The
    chunk of this frame has another 250 KiB.
    """
    call(*args)


with_room_for_calls.__code__ = with_room_for_calls.__code__.replace(co_stacksize=33_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    runner = item.config.pluginmanager.get_plugin("runner")
    with_room_for_calls(runner.pytest_runtest_protocol, item, nextitem)
    return True


class CollectionStop:
    """Ends a run on several processors at the first module that can't be imported.

    On one processor pytest does the same. Without it, the fault is shown after all other tests.
    """

    def __init__(self, run):
        self.run = run

    def pytest_collectreport(self, report):
        if report.failed:
            self.run.shouldstop = f"{report.nodeid} cannot be imported"


def pytest_sessionstart(session):
    plugins = session.config.pluginmanager
    if run := plugins.get_plugin("dsession"):
        plugins.register(CollectionStop(run))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    for name in [name for name in os.environ if name.startswith("LOUZU_")]:
        if name not in KEPT:
            del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="louzu-tests-"))
    early_config.add_cleanup(partial(shutil.rmtree, home, ignore_errors=True))
    os.environ["LOUZU_HOME"] = str(home)
    if "LOUZU_DATABASE_URL" not in os.environ:
        server = Server(home, throwaway=True)
        try:
            server.start()
            early_config.add_cleanup(server.stop)
            migrate(server)
        except ServerError as reason:
            raise pytest.UsageError(str(reason)) from None
        except subprocess.CalledProcessError as failed:
            raise pytest.UsageError(f"The tests have no tables: {failed.stderr}") from None
        os.environ["LOUZU_DATABASE_URL"], os.environ[TEMPLATE] = server.url, NAME
