"""Whoever keeps backups badly is told so at each start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from louzu.backup.checks import check_backups


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
