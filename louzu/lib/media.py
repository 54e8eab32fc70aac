"""Uploaded photos and PDFs are kept in a folder or on S3-compatible storage (ADR 57).

The storage itself is ``media_storage.S3Media``, which is imported only where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string

from louzu.lib.addresses import split_address
from louzu.lib.variables import shown

FOLDER_STORAGE = "louzu.lib.stored_files.DurableFolder"
S3_STORAGE = "louzu.lib.media_storage.S3Media"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9._/-]*")
PROBE_FOLDER = "probe"
"""Folder of the small files that ``try_storage`` writes and deletes."""


class MediaUnavailableError(OSError):
    """The storage of media cannot be reached or refuses the portal. Nothing is said about the file."""


@dataclass(frozen=True, slots=True)
class S3Account:
    endpoint: str = ""
    """Scheme and host of the server; "" for Amazon's."""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)
    path_style: bool = False
    """Whether the bucket stands in the path of an address and not in its host name."""


@dataclass(frozen=True, slots=True)
class MediaPlace:
    """``folder`` is None on S3, where ``bucket`` is set. ``prefix`` has no slash at its ends."""

    folder: Path | None
    bucket: str = ""
    prefix: str = ""
    account: S3Account = S3Account()

    def __str__(self) -> str:
        return str(self.folder) if self.folder else f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def at(self, word: str) -> MediaPlace:
        """Return another place with the same account, written as in ``LOUZU_MEDIA``."""
        return _place(word, self.account, "The place")

    def configuration(self) -> dict[str, Any]:
        """Return an entry of ``STORAGES``. A folder's location is the setting ``MEDIA_ROOT``."""
        if self.folder:
            return {"BACKEND": FOLDER_STORAGE}
        options = {"bucket": self.bucket, "prefix": self.prefix, "account": self.account}
        return {"BACKEND": S3_STORAGE, "OPTIONS": options}

    def storage(self) -> Storage:
        found = self.configuration()
        options = {"location": self.folder} if self.folder else found["OPTIONS"]
        storage: Storage = import_string(found["BACKEND"])(**options)
        return storage


def read_media(variables: Mapping[str, str], *, default: Path) -> MediaPlace:
    """Read ``LOUZU_MEDIA`` and the account at the S3 server. Raises ImproperlyConfigured."""
    word = variables.get("LOUZU_MEDIA", "").strip()
    account = _account(variables)
    place = _place(word, account, "LOUZU_MEDIA") if word else MediaPlace(default, account=account)
    if place.folder:
        _require_apart(place.folder, default.parent, variables.get("LOUZU_BACKUPS", "").strip())
    return place


def files_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in the storage."""
    folders, files = storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from files_in(storage, f"{folder}/{name}" if folder else name)


def try_storage(storage: Storage) -> None:
    """Write, read and delete one small file. Raises OSError."""
    content = get_random_string(32).encode()
    name = storage.save(f"{PROBE_FOLDER}/{get_random_string(32)}", ContentFile(content))
    try:
        with storage.open(name) as file:
            if file.read() != content:
                raise MediaUnavailableError("a file that was just written reads differently")
    finally:
        storage.delete(name)


def _place(word: str, account: S3Account, name: str) -> MediaPlace:
    wrong = ImproperlyConfigured(
        f"{name} is “{shown(word)}”: write the whole path of a folder, or s3://bucket/prefix."
    )
    if not word.startswith("s3://"):
        folder = Path(word).expanduser()
        if "://" in word or not folder.is_absolute():
            raise wrong
        return MediaPlace(folder.resolve(), account=account)
    bucket, _slash, prefix = word.removeprefix("s3://").partition("/")
    if not BUCKET.fullmatch(bucket) or not PREFIX.fullmatch(prefix) or ".." in prefix:
        raise wrong
    if not account.secret:
        raise ImproperlyConfigured(
            "LOUZU_MEDIA_KEYS is missing: write the key's id, a colon and the secret key for"
            f" {word}, or name a file with them in LOUZU_MEDIA_KEYS_FILE."
        )
    return MediaPlace(None, bucket, prefix.strip("/"), account)


def _require_apart(folder: Path, home: Path, backups: str) -> None:
    """Raises ImproperlyConfigured if the folder of uploads has data of the portal below it: backups
    would grow by themselves, and whoever copies or deletes uploads would mean the database as well."""
    others = {
        "LOUZU_HOME": home,
        "the database": home / "postgres",
        "the backups": home / "backups",
    }
    if backups.startswith("/"):
        others["LOUZU_BACKUPS"] = Path(backups)
    for name, other in others.items():
        if other.resolve().is_relative_to(folder.resolve()):
            raise ImproperlyConfigured(
                f"LOUZU_MEDIA is {folder}, in which {name} ({other}) would be: write a folder of its"
                " own for uploaded files."
            )


def _account(variables: Mapping[str, str]) -> S3Account:
    keys = variables.get("LOUZU_MEDIA_KEYS", "").strip()
    key_id, _colon, secret = keys.partition(":")
    if keys and not (key_id and secret):
        raise ImproperlyConfigured(
            "LOUZU_MEDIA_KEYS must be the key's id, a colon and the secret key."
        )
    endpoint = _endpoint(variables.get("LOUZU_MEDIA_ENDPOINT", "").strip().rstrip("/"))
    style = variables.get("LOUZU_MEDIA_STYLE", "").strip() or ("path" if endpoint else "virtual")
    if style not in {"path", "virtual"}:
        raise ImproperlyConfigured(f"LOUZU_MEDIA_STYLE is “{shown(style)}”: write path or virtual.")
    region = variables.get("LOUZU_MEDIA_REGION", "").strip()
    return S3Account(endpoint, region, key_id, secret, path_style=style == "path")


def _endpoint(word: str) -> str:
    parts = split_address(word)
    plain = parts and parts.hostname and word == f"{parts.scheme}://{parts.netloc}"
    if word and not (plain and word.startswith(("https://", "http://")) and "@" not in word):
        raise ImproperlyConfigured(
            f"LOUZU_MEDIA_ENDPOINT is “{shown(word)}”: write https:// and a host, without a path."
        )
    return word
