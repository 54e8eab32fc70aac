"""Where backups are written and to whom they are encrypted, from environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.variables import boolean, shown

S3 = "s3://"
PRIVATE_KEY = "AGE-SECRET-KEY-"


@dataclass(frozen=True, slots=True)
class BackupOptions:
    place: str
    """A folder, or ``s3://bucket/prefix``."""
    recipient: str
    """A public key of age (``age1…``); "" for none."""
    passphrase_file: str
    """Path of a file whose first line is the passphrase; "" for none."""
    nightly: bool
    """Whether the job queue makes a backup each night."""
    home: Path
    key_is_given: bool
    """Whether ``LOUZU_SECRET_KEY`` is set, so that the file in the home does not count."""

    @property
    def encrypts(self) -> bool:
        return bool(self.recipient or self.passphrase_file)

    @property
    def is_remote(self) -> bool:
        return self.place.startswith(S3)


def read_backup_options(
    variables: Mapping[str, str], *, home: Path, nightly: bool
) -> BackupOptions:
    """Raises ImproperlyConfigured with a sentence that names the wrong variable."""
    place = variables.get("LOUZU_BACKUPS", "").strip() or str(home / "backups")
    recipient = variables.get("LOUZU_BACKUP_RECIPIENT", "").strip()
    passphrase_file = variables.get("LOUZU_BACKUP_PASSPHRASE_FILE", "").strip()
    if recipient and passphrase_file:
        raise ImproperlyConfigured(
            "LOUZU_BACKUP_RECIPIENT and LOUZU_BACKUP_PASSPHRASE_FILE are both set: choose one."
        )
    if recipient:
        try:
            pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError:
            private = (
                " This is the private key, which does not belong on this machine."
                if recipient.upper().startswith(PRIVATE_KEY)
                else ""
            )
            raise ImproperlyConfigured(
                "LOUZU_BACKUP_RECIPIENT must be a public key of age (age1…), as age-keygen prints"
                f" it.{private}"
            ) from None
    if place.startswith(S3) and not (recipient or passphrase_file):
        raise ImproperlyConfigured(
            "LOUZU_BACKUPS is in S3, which takes encrypted backups only: set LOUZU_BACKUP_RECIPIENT"
            " or LOUZU_BACKUP_PASSPHRASE_FILE."
        )
    if not place.startswith(S3) and not Path(place).is_absolute():
        raise ImproperlyConfigured(
            f"LOUZU_BACKUPS is “{shown(place)}”: write a folder's whole path, or s3://bucket/prefix."
        )
    return BackupOptions(
        place,
        recipient,
        passphrase_file,
        nightly=boolean(variables, "LOUZU_BACKUP_NIGHTLY", default=nightly),
        home=home,
        key_is_given=bool(variables.get("LOUZU_SECRET_KEY")),
    )
