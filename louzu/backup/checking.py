"""Read an archive from its beginning to its end and compare it with what it says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader

from louzu.backup.archive import (
    DATABASE,
    HEAD,
    KEYS,
    MANIFEST,
    MEDIA,
    MEDIA_LIST,
    ArchiveReader,
    Member,
)
from louzu.backup.encryption import DecryptionKeys, decrypted
from louzu.backup.errors import BackupError
from louzu.backup.manifest import Manifest, head_from, manifest_from

MAX_HEAD_BYTES = 64 * 1024
MAX_MANIFEST_BYTES = 64 * 1024 * 1024
Say = Callable[[str], object]
PROGRESS_EVERY = 1000
"""Files after which a line of progress is printed."""


@dataclass
class ArchiveContents:
    """What was met in the archive, to be compared with the manifest."""

    dump_bytes: int = 0
    media_files: int = 0
    media_bytes: int = 0
    media_digest: str = ""
    keys: list[str] = field(default_factory=list)
    manifest: Manifest | None = None
    chain: str = ""

    def note(self, member: Member, chain: str) -> None:
        """Raises BackupError for a head that this release cannot read, and for what follows the
        manifest. ``chain`` is that of the members before this one."""
        if self.manifest:
            raise BackupError("The backup goes on after its manifest.")
        if member.name == HEAD:
            head_from(_small(member, MAX_HEAD_BYTES))
        elif member.name == MANIFEST:
            self.manifest, self.chain = manifest_from(_small(member, MAX_MANIFEST_BYTES)), chain
        elif member.name == MEDIA_LIST:
            self.media_digest = _digest_of(member)
        elif member.name.startswith(DATABASE):
            self.dump_bytes += member.size
        elif member.name.startswith(MEDIA):
            self.media_files += 1
            self.media_bytes += member.size
        elif member.name.startswith(KEYS):
            self.keys.append(member.name.removeprefix(KEYS))

    def require(self, manifest: Manifest) -> None:
        """Raises BackupError if the manifest tells something else."""
        for what in ("dump_bytes", "media_files", "media_bytes", "media_digest", "keys"):
            if getattr(self, what) != getattr(manifest, what):
                raise BackupError(f"The backup differs from its own manifest ({what}).")


def check_archive(file: BufferedReader, keys: DecryptionKeys, *, say: Say) -> Manifest:
    """Raises BackupError unless the archive is whole and of a format that this release reads."""
    contents = ArchiveContents()
    with decrypted(file, keys) as plain:
        archive = ArchiveReader(plain)
        for member in archive:
            contents.note(member, archive.last)
            if contents.media_files and contents.media_files % PROGRESS_EVERY == 0:
                say(f"{contents.media_files} files read")
    manifest = contents.manifest
    if manifest is None:
        raise BackupError("The backup was cut: its manifest, which stands at the end, is missing.")
    if contents.chain != manifest.chain:
        raise BackupError("The backup was changed: its contents do not fit its manifest.")
    contents.require(manifest)
    return manifest


def _small(member: Member, limit: int) -> bytes:
    if member.size > limit:
        raise BackupError(f"{member.name} is too large for a backup of louzu.")
    return b"".join(member.chunks())


def _digest_of(member: Member) -> str:
    digest = hashlib.sha256()
    for chunk in member.chunks():
        digest.update(chunk)
    return digest.hexdigest()
