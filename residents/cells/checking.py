"""Read the file of a neighbourhood from its beginning to its end, and say whether it may come here."""

from __future__ import annotations

from io import BufferedReader

from django.conf import settings

from louzu.backup.archive import HEAD, MANIFEST, MEDIA, ArchiveReader
from louzu.backup.dump import applied_migrations
from louzu.backup.encryption import DecryptionKeys, decrypted
from louzu.backup.errors import BackupError
from louzu.backup.manifest import key_fingerprint
from residents.cells.manifest import (
    NeighbourhoodManifest,
    neighbourhood_manifest_from,
    require_head,
)


def check_file(file: BufferedReader, keys: DecryptionKeys) -> NeighbourhoodManifest:
    """Raises BackupError unless the file is whole and holds a neighbourhood."""
    manifest, chain, media = None, "", 0
    with decrypted(file, keys) as plain:
        archive = ArchiveReader(plain)
        for member in archive:
            if manifest:
                raise BackupError("The file goes on after its manifest.")
            if member.name == HEAD:
                require_head(b"".join(member.chunks()))
            elif member.name == MANIFEST:
                manifest = neighbourhood_manifest_from(b"".join(member.chunks()))
                chain = archive.last
            media += member.name.startswith(MEDIA)
    if manifest is None:
        raise BackupError("The file was cut: its manifest, which stands at the end, is missing.")
    if (chain, media) != (manifest.chain, len(manifest.media)):
        raise BackupError("The file was changed: its contents do not fit its manifest.")
    return manifest


def require_fitting(manifest: NeighbourhoodManifest, *, other_key: bool) -> None:
    """Raises BackupError if the rows cannot live in this cell."""
    if set(manifest.migrations) != set(applied_migrations()):
        raise BackupError(
            f"The file is of louzu {manifest.portal}, and the tables here are of another release"
            f" ({settings.VERSION}): upgrade both cells to the same one."
        )
    if manifest.demo != settings.DEMO:
        was, here = ("the demo", "a real portal")[:: 1 if manifest.demo else -1]
        raise BackupError(f"This is a neighbourhood of {was}, and here is {here}.")
    if manifest.cell == settings.CELL:
        raise BackupError(
            f"LOUZU_CELL is {settings.CELL} here and where the file was made, so that keys could mean"
            " two things: give each cell its number before its first row (docs/scale.md)."
        )
    if manifest.key_fingerprint != key_fingerprint() and not other_key:
        raise BackupError(
            "This cell has another secret key: slips, PINs of devices, second factors, calendar"
            " addresses and robots of chat groups would not work. Give both cells the same"
            " LOUZU_SECRET_KEY, or say --other-key."
        )
