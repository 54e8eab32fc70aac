"""Jobs are declared, deferred and named in one way (ADR 47)."""

from __future__ import annotations

import inspect
import re

import pytest
from procrastinate.contrib.django import app

from louzu.lib.jobs import TITLES, BoundedRetry, Queue
from tests.architecture.site import ROOT

BARE = re.compile(
    r"\.defer(?:_async)?\((?:\)|\*\*|\w+=)|\.batch_defer\w*\("
    r"|\.configure(?:_task)?\(|\bapp\.(?:task|periodic)\b"
)
"""Calls of procrastinate that ignore the transaction in a worker, or declare a job without our rules."""
PACKAGES = ("louzu", "residents", "governance")
OURS = {name: task for name, task in app.tasks.items() if task.func.__module__.startswith(PACKAGES)}
"""Not those of procrastinate, nor those that tests declare."""
PERIODIC = {name for name, _id in app.periodic_registry.periodic_tasks} & OURS.keys()
DEFERRED = sorted(OURS.keys() - PERIODIC)


def product() -> list:
    return [path for top in PACKAGES for path in (ROOT / top).rglob("*.py")]


def test_only_the_library_calls_the_queue_itself():
    library = ROOT / "louzu" / "lib" / "jobs.py"
    found = [
        f"{path.relative_to(ROOT)}: {call[0]}"
        for path in product()
        if path != library
        for call in BARE.finditer(path.read_text())
    ]
    assert found == []


def test_every_job_stands_in_a_module_of_its_app():
    """Where a worker looks for it."""
    modules = {task.func.__module__ for task in OURS.values()}
    assert [name for name in modules if not name.endswith(".jobs")] == []
    declaring = re.compile(r"^@(?:periodic_)?job\(", re.MULTILINE)
    assert [
        path for path in product() if declaring.search(path.read_text()) and path.stem != "jobs"
    ] == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_desk_has_a_title_for_it(name):
    """``@job(…, title=gettext_lazy("…"))``."""
    assert str(TITLES[name])


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_job_runs_in_a_queue_that_a_worker_serves(name):
    assert OURS[name].queue in set(Queue)


@pytest.mark.parametrize("name", DEFERRED)
def test_a_deferred_job_takes_ids_only_and_is_given_up_at_last(name):
    parameters = inspect.signature(OURS[name].func).parameters.values()
    assert {parameter.annotation for parameter in parameters} <= {"int", "str", "list[int]"}
    retry = OURS[name].retry_strategy
    assert retry is None or isinstance(retry, BoundedRetry)


def test_the_keeper_can_read_of_every_periodic_job():
    page = (ROOT / "docs/operations.md").read_text()
    names = {name.rpartition(".")[2] for name in PERIODIC}
    assert {name for name in names if f"| `{name}` |" not in page} == set()


@pytest.mark.parametrize("name", sorted(PERIODIC))
def test_a_periodic_job_waits_once_and_locks_nothing(name):
    """A lock would be held by a killed worker until the job is rescued."""
    task = app.tasks[name]
    assert (bool(task.queueing_lock), task.lock, task.retry_strategy) == (True, None, None)
    assert task.queue == Queue.UPKEEP
