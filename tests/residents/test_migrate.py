"""``manage.py migrate`` in processes of its own, on a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from tests.architecture.site import ROOT

pytestmark = pytest.mark.slow
NAME = "migrated_by_two"
FIRST_TABLES = ["manage.py", "migrate", "contenttypes"]
"""Enough for a race, since it makes three tables. All migrations take many times as long."""


@pytest.fixture
def url():
    server = os.environ["LOUZU_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {NAME}")
        yield server.rpartition("/")[0] + f"/{NAME}"
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def start(url):
    return subprocess.Popen(
        [sys.executable, *FIRST_TABLES],
        cwd=ROOT,
        env={**os.environ, "LOUZU_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_that_migrate_an_empty_database_at_once_both_succeed(url):
    processes = [start(url), start(url)]
    output = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], output
    applying = [
        text for text, _errors in output if "Applying contenttypes.0001_initial... OK" in text
    ]
    assert len(applying) == 1
