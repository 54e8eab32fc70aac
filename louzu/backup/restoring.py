"""Restore a backup: read it whole, load it, compare it with its manifest, end what may not live on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from louzu.backup.archive import DATABASE, KEYS, MEDIA, MEDIA_LIST, ArchiveReader, Member
from louzu.backup.checking import PROGRESS_EVERY, Say, check_archive
from louzu.backup.encryption import DecryptionKeys, decrypted
from louzu.backup.errors import BackupError, HalfRestoredError
from louzu.backup.keys import restored_keys
from louzu.backup.manifest import Manifest, key_fingerprint
from louzu.backup.media import delete_others, digest_of, media_names, put_back
from louzu.backup.options import BackupOptions
from louzu.backup.revoking import end_what_may_not_live_on
from louzu.backup.targets import check_journals, is_used, restored_database
from louzu.backup.unfinished import AGAIN, remove_mark
from louzu.lib.media_rows import missing_files

MAX_IN_MEMORY = 4 * 1024 * 1024
HALF = (
    "Database and uploaded files are those of the backup, but keys or former files are not yet done:"
    f" {AGAIN}"
)
Opener = Callable[[], BufferedReader]
"""Opens the archive, which is read twice."""


@dataclass(frozen=True, slots=True)
class RestoredBackup:
    manifest: Manifest
    missing: list[str]
    """Names of files that rows refer to, and that were missing already when the backup was made."""
    key_differs: bool
    """Whether this place has another secret key than the one of the backup."""
    deleted: int
    """Number of uploaded files of the former portal."""
    foreign: int
    """Number of files which are in the place of uploaded files and are not the portal's. They stay."""


def check_before(opener: Opener, keys: DecryptionKeys, *, say: Say) -> Manifest:
    """Read the whole archive and return its manifest. Raises BackupError if it is not whole, or is
    not for this portal. Nothing is changed."""
    say("checking the whole backup before anything is changed")
    with opener() as file:
        manifest = check_archive(file, keys, say=say)
    unknown = set(manifest.migrations) - _known_migrations()
    if unknown:
        raise BackupError(
            f"This backup is of a later release than this one (louzu {manifest.head.portal},"
            f" with {min(unknown)}): restore it with that release."
        )
    if manifest.head.demo != settings.DEMO:
        was, here = ("the demo", "a real portal")[:: 1 if manifest.head.demo else -1]
        raise BackupError(f"This is a backup of {was}, and here is {here}.")
    return manifest


def place_is_used() -> bool:
    return is_used() or next(media_names(), None) is not None


def restore(
    opener: Opener,
    keys: DecryptionKeys,
    manifest: Manifest,
    options: BackupOptions,
    *,
    moved: bool = False,
    say: Say,
) -> RestoredBackup:
    """Replace database, files and keys. Call ``check_before`` first. ``moved``: nothing happened since
    the backup, so that messages which wait were not sent.

    The keys are written before the embedded database is exchanged, and renamed directly after it;
    uploaded files of the former portal are deleted last. Raises BackupError, and HalfRestoredError if
    the former portal is replaced in part.
    """
    with (
        _failures_told("The restore failed"),
        opener() as file,
        decrypted(file, keys) as plain,
        _listed() as listed,
        restored_keys(manifest.keys, options) as new_keys,
    ):
        archive = _OrderedArchive(plain, listed)
        say("loading the database")
        with restored_database(archive.dump_pieces(), manifest.rows):
            say(f"{sum(manifest.rows.values())} rows loaded and counted, migrating")
            _migrate()
            check_journals(manifest.heads)
            say(f"{len(manifest.heads)} journals hold, putting {manifest.media_files} files back")
            archive.put_rest_back(say)
            if archive.reader.last != manifest.chain:
                raise BackupError("The backup was changed while it was being restored.")
            say("comparing the files")
            names = _check_media(listed)
            missing = sorted(set(missing_files(default_storage)))
            if not moved:
                say("ending what may not live on")
                end_what_may_not_live_on()
            new_keys.write(archive.keys)
        with _failures_told(HALF, HalfRestoredError):
            new_keys.put_in_place()
            deleted, foreign = delete_others(names)
            os.sync()
            remove_mark()
    differs = _key_differs(archive.keys, manifest, options)
    return RestoredBackup(manifest, missing, differs, deleted, foreign)


@contextmanager
def _failures_told(what: str, kind: type[BackupError] = BackupError) -> Iterator[None]:
    try:
        yield
    except (OSError, DatabaseError) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise kind(f"{what} ({reason}).") from error


def _migrate() -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except CommandError as error:
        raise BackupError(str(error)) from error


class _OrderedArchive:
    """The second reading: first the dump, then everything else."""

    def __init__(self, plain: IO[bytes], listed: IO[bytes]) -> None:
        self.reader, self.listed = ArchiveReader(plain), listed
        self.keys: dict[str, bytes] = {}
        self._members = iter(self.reader)
        self._next: Member | None = None

    def dump_pieces(self) -> Iterator[bytes]:
        for member in self._members:
            if member.name.startswith(DATABASE):
                yield from member.chunks()
            elif member.name.startswith((MEDIA, KEYS, MEDIA_LIST)):
                self._next = member
                return

    def put_rest_back(self, say: Say) -> None:
        number = 0
        while self._next:
            self._put_back(self._next)
            number += 1
            if number % PROGRESS_EVERY == 0:
                say(f"{number} files put back")
            self._next = next(self._members, None)

    def _put_back(self, member: Member) -> None:
        if member.name.startswith(MEDIA):
            put_back(
                member.name.removeprefix(MEDIA), cast("IO[bytes]", member.content), member.size
            )
        elif member.name.startswith(KEYS):
            self.keys[member.name.removeprefix(KEYS)] = b"".join(member.chunks())
        elif member.name == MEDIA_LIST:
            self.listed.writelines(member.chunks())


@contextmanager
def _listed() -> Iterator[IO[bytes]]:
    with cast("IO[bytes]", SpooledTemporaryFile(max_size=MAX_IN_MEMORY)) as listed:
        yield listed


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations} | {
        f"{app}.{name}"
        for migration in loader.disk_migrations.values()
        for app, name in migration.replaces
    }


def _check_media(listed: IO[bytes]) -> set[str]:
    """Compare each file with its hash, and return their names. Raises BackupError."""
    names = set()
    listed.seek(0)
    for line in listed:
        digest, name = line.decode().rstrip("\n").split("  ", 1)
        name = name.removeprefix(MEDIA)
        names.add(name)
        if digest_of(name) != digest:
            raise BackupError(f"{name} is not the file that the backup held.")
    return names


def _key_differs(keys: dict[str, bytes], manifest: Manifest, options: BackupOptions) -> bool:
    restored = "" if options.key_is_given else keys.get("secret_key", b"").decode()
    return key_fingerprint(restored) != manifest.key_fingerprint
