"""Make a backup: dump, media and keys in one archive, checked before it gets its name."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from louzu.backup.archive import DATABASE, HEAD, KEYS, MANIFEST, MEDIA_LIST, ArchiveWriter, writing
from louzu.backup.checking import Say, check_archive
from louzu.backup.dump import WITHOUT_ROWS, Snapshot, dump_pieces, snapshot
from louzu.backup.encryption import DecryptionKeys, EncryptionKeys, encrypted, encryption_keys
from louzu.backup.errors import BackupError
from louzu.backup.keys import KEY_FILES
from louzu.backup.manifest import FORMAT, ArchiveHead, Manifest, key_fingerprint
from louzu.backup.media import add_media
from louzu.backup.options import BackupOptions
from louzu.backup.places import BackupPlace, remove_abandoned
from louzu.backup.rotation import Rotation, is_own_backup, name_for, rotated

MAX_IN_MEMORY = 4 * 1024 * 1024
LOCK = 0x6C6F757A755F6270
"""Number of the advisory lock of backups."""


@dataclass(frozen=True, slots=True)
class MadeBackup:
    name: str
    size: int
    manifest: Manifest


def make_backup(place: BackupPlace, options: BackupOptions, *, say: Say) -> MadeBackup:
    """Raises BackupError. What was written of a backup that failed is removed."""
    now = timezone.now()
    keys = encryption_keys(options)
    name = name_for(_host(), now, encrypted=keys is not None)
    file = place.create(name)
    try:
        remove_abandoned(place, name, is_own=partial(is_own_backup, _host()))
        with file:
            _write(file, keys, options, now, say)
        say("checking what was written")
        decryption = DecryptionKeys(check=keys.check if keys else None)
        with place.reading(name, unfinished=True) as written:
            manifest = check_archive(written, decryption, say=say)
            size = written.tell()
        place.accept(name)
    except BaseException as error:
        place.discard(name)
        if isinstance(error, OSError):
            raise BackupError(f"The backup could not be written ({error.strerror}).") from error
        raise
    return MadeBackup(name, size, manifest)


def rotate(place: BackupPlace, made: str, *, recorded: Iterable[str]) -> Rotation:
    """Delete backups that are no longer kept after ``made``. Only ``recorded`` ones are this portal's:
    a copy of it, which was restored elsewhere, may write into the same place."""
    names = {*recorded} & {*place.names()}
    found = rotated(made, host=_host(), names=names, tz=timezone.get_default_timezone())
    for name in found.delete:
        place.delete(name)
    return found


def _write(
    file: IO[bytes],
    keys: EncryptionKeys | None,
    options: BackupOptions,
    now: dt.datetime,
    say: Say,
) -> None:
    head = ArchiveHead(FORMAT, settings.VERSION, now.isoformat(), _host(), demo=settings.DEMO)
    listed = cast("IO[bytes]", SpooledTemporaryFile(max_size=MAX_IN_MEMORY))  # noqa: SIM115 -- below
    with (
        encrypted(file, keys) as outer,
        writing(outer, mtime=int(now.timestamp())) as archive,
        listed,
    ):
        archive.add_bytes(HEAD, json.dumps(asdict(head)).encode())
        say("dumping the database")
        taken, dumped = _add_dump(archive)
        say(f"{sum(taken.rows.values())} rows dumped, copying the uploaded files")
        media_files, media_bytes = add_media(archive, listed)
        say(f"{media_files} files copied")
        kept = _add_keys(archive, options) if keys else []
        length = listed.tell()
        listed.seek(0)
        media_digest = archive.add(MEDIA_LIST, listed, length)
        manifest = Manifest(
            head=head,
            postgresql=taken.server,
            migrations=taken.migrations,
            rows=taken.rows,
            heads=taken.heads,
            media_files=media_files,
            media_bytes=media_bytes,
            media_digest=media_digest,
            keys=kept,
            key_fingerprint=key_fingerprint(),
            chain=archive.chain.value,
            dump_bytes=dumped,
            without_rows=list(WITHOUT_ROWS),
        )
        archive.add_bytes(MANIFEST, manifest.as_bytes())


def _add_dump(archive: ArchiveWriter) -> tuple[Snapshot, int]:
    """Return also the number of bytes. Raises BackupError if another backup is dumping."""
    size = 0
    with snapshot() as taken:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise BackupError("Another backup is being made at this moment.")
        for number, piece in enumerate(dump_pieces(taken)):
            archive.add_bytes(f"{DATABASE}{number:06}.sql", piece)
            size += len(piece)
    return taken, size


def _add_keys(archive: ArchiveWriter, options: BackupOptions) -> list[str]:
    kept = []
    for name in KEY_FILES:
        try:
            content = (options.home / name).read_bytes()
        except FileNotFoundError:  # given by a variable, or not needed
            continue
        archive.add_bytes(f"{KEYS}{name}", content)
        kept.append(name)
    return kept


def _host() -> str:
    return settings.ROOT_URL.partition("://")[2].partition(":")[0]
