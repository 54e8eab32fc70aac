"""Whoever keeps backups badly is told so at each start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from louzu.backup.checks import check_backups, check_left_databases
from louzu.server.roles import NAME


@pytest.fixture
def options(settings, tmp_path):
    settings.BACKUP = replace(
        settings.BACKUP, nightly=True, home=tmp_path, place=str(tmp_path / "none" / "yet")
    )
    return settings.BACKUP


def told():
    return [message.msg for message in check_backups()]


def test_the_same_disk_and_no_encryption(options):
    without, same_disk = told()
    assert "LOUZU_BACKUP_RECIPIENT" in without
    assert "on the same disk" in same_disk


def test_another_disk_and_a_key(options, settings):
    if Path("/proc").stat().st_dev == options.home.stat().st_dev:
        pytest.skip("/proc is on the disk of the tests")
    settings.BACKUP = replace(options, place="/proc", recipient="age1…")
    assert told() == []


def test_a_passphrase_that_cannot_be_read(options, settings):
    settings.BACKUP = replace(options, place="s3://bucket", passphrase_file="/none")
    assert [*told()] == ["The passphrase in /none cannot be read (No such file or directory)."]


def test_where_none_are_made_nothing_is_said(options, settings):
    settings.BACKUP = replace(options, nightly=False)
    assert told() == []


def test_what_a_killed_restore_left_is_told(db, settings):
    settings.DATABASE_ADMIN = {"USER": NAME}
    assert check_left_databases(databases=["default"]) == []
    name = f"{connection.settings_dict['NAME']}_restoring"
    host, port = connection.settings_dict["HOST"], connection.settings_dict["PORT"] or None
    with psycopg.connect(
        host=host, port=port, user=NAME, dbname="postgres", autocommit=True
    ) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            (told,) = check_left_databases(databases=["default"])
        finally:
            admin.execute(f'DROP DATABASE "{name}"')
    assert name in told.msg
    assert "the next restore removes it" in told.msg


def test_without_the_embedded_database_there_is_nothing_to_tell(settings):
    settings.DATABASE_ADMIN = {}
    assert check_left_databases(databases=["default"]) == []
    settings.DATABASE_ADMIN = {"USER": NAME}
    assert check_left_databases(databases=[]) == []
