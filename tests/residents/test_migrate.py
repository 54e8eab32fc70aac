"""``manage.py migrate`` in processes of its own, on a database of its own."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys

import psycopg
import pytest

from louzu.server.postgres import binaries
from tests.architecture.site import ROOT

pytestmark = pytest.mark.slow
NAME = "of_its_own"
FIRST_TABLES = ["manage.py", "migrate", "contenttypes"]
"""Enough for a race, since it makes three tables. All migrations take many times as long."""


RELEASES = sorted(ROOT.glob("tests/data/releases/*.sql.gz"))
NOT_COMPARED = {"django_migrations", "django_content_type", "auth_permission", "django_session"}
"""Tables that Django writes when it migrates, and the sessions in which pages are opened."""


@pytest.fixture
def url():
    server = os.environ["LOUZU_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {NAME}")
        yield server.rpartition("/")[0] + f"/{NAME}"
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def start(url, *command):
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "LOUZU_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_that_migrate_an_empty_database_at_once_both_succeed(url):
    processes = [start(url, *FIRST_TABLES), start(url, *FIRST_TABLES)]
    output = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], output
    applying = [
        text for text, _errors in output if "Applying contenttypes.0001_initial... OK" in text
    ]
    assert len(applying) == 1


def restore(url, file):
    psql = [binaries() / "psql", url, "-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    subprocess.run(psql, input=gzip.decompress(file.read_bytes()), check=True)


def counts(url):
    """Return the number of rows of each table."""
    with psycopg.connect(url) as wire:
        tables = wire.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            table: wire.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for (table,) in tables.fetchall()
            if table not in NOT_COMPARED
        }


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.name.removesuffix(".sql.gz"))
def test_the_database_of_a_former_release_is_upgraded_with_its_rows(url, file):
    """The data come from ``python -m dev.release_data``."""
    restore(url, file)
    before = counts(url)
    assert before["journal_line"] > 300
    upgrading = start(url, "-m", "tests.upgraded")
    pages, errors = upgrading.communicate()
    assert upgrading.returncode == 0, errors
    after = counts(url)
    assert {table: after.get(table) for table in before} == before
    opened = json.loads(pages)
    assert len(opened) > 40
    assert {place: status for place, status in opened.items() if status != 200} == {}
