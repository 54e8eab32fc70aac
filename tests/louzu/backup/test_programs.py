"""The programs of PostgreSQL are found by version, and a missing one is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from louzu.backup import programs
from louzu.backup.errors import BackupError
from louzu.server.postgres import binaries


def nothing() -> Path:
    return Path("/nowhere")


@pytest.fixture
def older(tmp_path, monkeypatch):
    """The only ``pg_dump`` is one of version 15."""
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18 (Debian 15.18-0)'\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "DEBIAN", tmp_path / "none")
    return program


def test_the_embedded_one_comes_first():
    assert programs.find_program("pg_dump", major=15) == binaries() / "pg_dump"


def test_one_of_the_servers_version_is_taken(older, settings):
    settings.POSTGRES_PROGRAMS = f"{__name__}.nothing"
    assert programs.find_program("pg_dump", major=15) == older


def test_an_older_one_is_refused_with_its_name(older, settings):
    settings.POSTGRES_PROGRAMS = f"{__name__}.nothing"
    with pytest.raises(BackupError, match=r"version 15.*install postgresql-client-17"):
        programs.find_program("pg_dump", major=17)
