"""Bring a neighbourhood from a file into this cell: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from louzu.backup.archive import MANIFEST, MEDIA, ROWS, ArchiveReader, Member
from louzu.backup.checking import Say
from louzu.backup.encryption import DecryptionKeys, decrypted
from louzu.backup.errors import BackupError
from louzu.backup.restoring import Opener
from louzu.backup.targets import check_journals
from louzu.lib.database import as_owner
from residents.cells.checking import check_file, require_fitting
from residents.cells.incoming import IncomingTables
from residents.cells.manifest import NeighbourhoodManifest
from residents.cells.people import Choices, leave_out_known, settle_people
from residents.places.models import Building, Neighbourhood

LOCK_TIMEOUT = "30s"
"""Pages that write wait behind an import that waits for a lock."""


def import_neighbourhood(
    opener: Opener, keys: DecryptionKeys, choices: Choices, *, other_key: bool, say: Say
) -> NeighbourhoodManifest:
    """Raises BackupError; then neither a row nor a file of it is here."""
    say("checking the whole file before anything is changed")
    with opener() as file:
        manifest = check_file(file, keys)
    with as_owner():
        require_fitting(manifest, other_key=other_key)
        with opener() as file, _entered(), _files() as written:
            _enter(file, keys, manifest, choices, written, say)
    return manifest


def _enter(
    file: BufferedReader,
    keys: DecryptionKeys,
    manifest: NeighbourhoodManifest,
    choices: Choices,
    written: list[str],
    say: Say,
) -> None:
    incoming = IncomingTables()
    incoming.create()
    with decrypted(file, keys) as plain:
        archive = ArchiveReader(plain)
        say("loading the rows")
        rows_are_entered = False
        for member in archive:
            if member.name.startswith(ROWS):
                incoming.fill(member.name.split("/")[1], member.chunks())
            elif member.name.startswith((MEDIA, MANIFEST)):
                if not rows_are_entered:
                    _enter_rows(incoming, manifest, choices)
                    rows_are_entered = True
                    say("putting the files in their places")
                if member.name != MANIFEST:
                    _put_file(member, manifest, written)
        if archive.last != manifest.chain:
            raise BackupError("The file was changed while it was read.")
    say("comparing rows and journals")
    incoming.require_same(manifest)
    check_journals(manifest.heads, slugs=manifest.heads)


def _enter_rows(
    incoming: IncomingTables, manifest: NeighbourhoodManifest, choices: Choices
) -> None:
    incoming.require_counts(manifest)
    _require_free_names(manifest)
    settle_people(incoming, choices)
    incoming.require_free()
    leave_out_known(incoming)
    incoming.enter()


@contextmanager
def _entered() -> Iterator[None]:
    """Run the block in one transaction, and tell in a sentence what the tables refuse."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            yield
    except IntegrityError as error:
        told = getattr(error.__cause__, "diag", None)
        table, rule = (told.table_name, told.constraint_name) if told else ("", "")
        raise BackupError(
            f"The rows of {table} do not fit those that are here ({rule})."
        ) from error


@contextmanager
def _files() -> Iterator[list[str]]:
    """Yield a list for the names of written files, which are deleted again if the block fails."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _put_file(member: Member, manifest: NeighbourhoodManifest, written: list[str]) -> None:
    name = member.name.removeprefix(MEDIA)
    if default_storage.exists(name):
        raise BackupError(f"There is a file {name} here already.")
    written.append(name)
    default_storage.save(name, File(cast("IO[bytes]", member.content), name))
    if member.content.digest != manifest.media.get(name):
        raise BackupError(f"{name} is not the file that was exported.")


def _require_free_names(manifest: NeighbourhoodManifest) -> None:
    if Neighbourhood.objects.filter(name=manifest.neighbourhood).exists():
        raise BackupError(f"{manifest.neighbourhood} is here already.")
    slugs = Building.objects.filter(slug__in=manifest.heads).values_list("slug", flat=True)
    if taken := ", ".join(sorted(slugs)):
        raise BackupError(f"Another building here has the address {taken}: rename it at the desk.")
