"""Wrong settings of backups stop the start with a sentence."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.backup.options import read_backup_options

HOME = Path("/srv/louzu")
KEY = str(pyrage.x25519.Identity.generate().to_public())


def read(**variables):
    return read_backup_options(variables, home=HOME, nightly=True)


def test_without_settings_backups_are_in_the_home_and_not_encrypted():
    found = read()
    assert (found.place, found.encrypts, found.nightly) == ("/srv/louzu/backups", False, True)


def test_s3_takes_encrypted_backups():
    assert read(LOUZU_BACKUPS="s3://bucket/louzu", LOUZU_BACKUP_RECIPIENT=KEY).is_remote


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LOUZU_BACKUPS": "s3://bucket"}, "encrypted backups only"),
        ({"LOUZU_BACKUPS": "backups"}, "whole path"),
        ({"LOUZU_BACKUP_RECIPIENT": "age1xyz"}, "as age-keygen prints it.$"),
        ({"LOUZU_BACKUP_RECIPIENT": "AGE-SECRET-KEY-1XYZ"}, "This is the private key, which does"),
        ({"LOUZU_BACKUP_RECIPIENT": KEY, "LOUZU_BACKUP_PASSPHRASE_FILE": "/x"}, "choose one"),
        ({"LOUZU_BACKUP_NIGHTLY": "maybe"}, "write 1 or 0"),
    ],
)
def test_wrong_settings(variables, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read(**variables)


def test_the_nightly_backup_can_be_switched_off():
    assert not read(LOUZU_BACKUP_NIGHTLY="0").nightly
