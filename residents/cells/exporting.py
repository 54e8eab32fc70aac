"""Write a neighbourhood into a file, then close its buildings here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.files.storage import default_storage
from django.db import Error, connection, connections, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from louzu.backup.archive import HEAD, MANIFEST, MEDIA, PIECE, ROWS, ArchiveWriter, writing
from louzu.backup.checking import Say
from louzu.backup.dump import applied_migrations, journal_heads
from louzu.backup.encryption import DecryptionKeys, EncryptionKeys, encrypted, encryption_keys
from louzu.backup.errors import BackupError
from louzu.backup.manifest import key_fingerprint
from louzu.backup.places import FolderPlace
from louzu.backup.targets import refuse_if_connected
from louzu.lib.database import as_owner
from residents.cells.checking import check_file
from residents.cells.manifest import NeighbourhoodManifest, TableContents, head_bytes
from residents.cells.rows import MovingRows
from residents.places.models import Building, Neighbourhood
from residents.places.models.spans import not_closed


def export_neighbourhood(name: str, path: Path, *, say: Say) -> NeighbourhoodManifest:
    """Write the file, read it back, and close the buildings, so that nobody writes here any more.

    Nobody else may be connected: what is written meanwhile would be in neither cell. Raises BackupError;
    then there is no file, and nothing is closed. The file has its name before the buildings are closed,
    so that one that was killed leaves the file, or open buildings, or both.
    """
    refuse_if_connected()
    place, keys = FolderPlace(path.parent), encryption_keys(settings.BACKUP)
    with as_owner():
        found = _open_neighbourhood(name, path)
        with place.create(path.name) as file:
            made = os.fstat(file.fileno())
            try:
                with _snapshot():
                    _write(file, MovingRows(found), keys, say)
                    file.close()
                    say("reading back what was written")
                    decryption = DecryptionKeys(check=keys.check if keys else None)
                    with place.reading(path.name, unfinished=True) as written:
                        manifest = check_file(written, decryption)
                    place.accept(path.name)
                    _open_buildings(found).update(until=timezone.localdate())
            except BaseException as reason:
                place.discard(path.name)
                if path.exists() and os.path.samestat(path.stat(), made):
                    _remove_unless_closed(found, path, reason)
                if isinstance(reason, OSError):
                    raise BackupError(
                        f"{path} could not be written ({reason.strerror})."
                    ) from reason
                raise
    return manifest


def copied(rows: QuerySet[Model], columns: list[object]) -> Iterator[bytes]:
    """Yield the rows as ``COPY`` writes them, in the order of their keys."""
    named = {f"column_{number}": column for number, column in enumerate(columns)}
    asked = rows.order_by("pk").annotate(**named).values_list(*named)
    try:
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT", params) as copy:
        for data in copy:
            yield bytes(data)


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


def _remove_unless_closed(found: Neighbourhood, path: Path, reason: BaseException) -> None:
    """Remove the file that has its name already, if its buildings are open.

    Raises BackupError if that cannot be known. A transaction whose answer got lost may have closed
    them, or may still do so: its locks are waited for.
    """
    if connection.connection:
        connection.connection.close()
    del connections["default"]  # it may believe to be in a transaction
    try:
        with transaction.atomic():
            is_open = bool(_open_buildings(found).select_for_update().values_list("pk"))
    except Error as error:
        raise BackupError(
            f"{str(reason) or type(reason).__name__} It is not known whether {found.name} is closed"
            f" here, so {path} stays. Import it only if the same command says that {found.name} was"
            " exported already."
        ) from error
    if is_open:
        path.unlink()


def _open_neighbourhood(name: str, path: Path) -> Neighbourhood:
    found = Neighbourhood.objects.filter(name=name).first()
    if found is None:
        known = "、".join(Neighbourhood.objects.order_by("name").values_list("name", flat=True))
        raise BackupError(f"There is no neighbourhood “{name}”. There are: {known}.")
    is_open, is_there = _open_buildings(found).exists(), path.exists()
    if not is_open:
        file = f", and {path} is there" if is_there else ""
        raise BackupError(f"{name} has no open building: it was exported already{file}.")
    if is_there:
        raise BackupError(
            f"{path} is there already, and {name} is open here: if an export that was killed left the"
            " file, delete it, since people may have written here since. Or take another name."
        )
    return found


def _open_buildings(neighbourhood: Neighbourhood) -> QuerySet[Building]:
    return Building.objects.filter(not_closed(), neighbourhood=neighbourhood)


def _write(file: IO[bytes], moving: MovingRows, keys: EncryptionKeys | None, say: Say) -> None:
    now, name = timezone.now(), moving.neighbourhood.name
    with (
        encrypted(file, keys) as outer,
        writing(outer, mtime=int(now.timestamp())) as archive,
    ):
        archive.add_bytes(HEAD, head_bytes(name, settings.VERSION))
        tables = {m._meta.db_table: _add_rows(archive, moving, m) for m in moving.models}
        say(f"{sum(one.rows for one in tables.values())} rows written, copying the uploaded files")
        media, missing = _add_files(archive, moving)
        slugs = set(moving.neighbourhood.buildings.values_list("slug", flat=True))
        manifest = NeighbourhoodManifest(
            neighbourhood=name,
            portal=settings.VERSION,
            host=settings.ROOT_URL,
            cell=settings.CELL,
            demo=settings.DEMO,
            made_at=now.isoformat(),
            key_fingerprint=key_fingerprint(),
            migrations=applied_migrations(),
            tables=tables,
            heads={slug: head for slug, head in journal_heads().items() if slug in slugs},
            media=media,
            missing=missing,
            chain=archive.chain.value,
        )
        archive.add_bytes(MANIFEST, manifest.as_bytes())


def _add_rows(archive: ArchiveWriter, moving: MovingRows, model: type[Model]) -> TableContents:
    digest, count = hashlib.sha256(), 0
    columns = list(moving.columns(model).values())
    for number, piece in enumerate(_pieces(copied(moving.of(model), columns))):
        archive.add_bytes(f"{ROWS}{model._meta.db_table}/{number:06}", piece)
        digest.update(piece)
        count += piece.count(b"\n")  # inside of values they are written as \n
    return TableContents(count, digest.hexdigest())


def _pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    collected = bytearray()
    for part in parts:
        collected += part
        if len(collected) >= PIECE:
            yield bytes(collected)
            collected.clear()
    if collected:
        yield bytes(collected)


def _add_files(archive: ArchiveWriter, moving: MovingRows) -> tuple[dict[str, str], list[str]]:
    """Return the files' hashes, and the names of those that are not there."""
    names: set[str] = set()
    for model in moving.models:
        names |= moving.files(model)
    found, missing = {}, []
    for name in sorted(names):
        try:
            opened = default_storage.open(name)
        except FileNotFoundError:
            missing.append(name)
            continue
        with opened as file:
            found[name] = archive.add(f"{MEDIA}{name}", file, file.size)
    return found, missing
