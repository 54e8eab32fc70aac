"""What an archive says of itself: at its head what it is, at its end what is in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.utils.crypto import salted_hmac

from louzu.backup.errors import BackupError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """The first member. ``made_at`` is in UTC, as ISO 8601 writes it."""

    format: int
    portal: str
    """Version of louzu."""
    made_at: str
    host: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    head: ArchiveHead
    postgresql: str
    """Version of the server."""
    migrations: list[str]
    """Applied ones, as ``app.name``."""
    rows: dict[str, int]
    """Number of rows of each table, in the snapshot of the dump."""
    heads: dict[str, str]
    """Number and digest of the last line of each journal."""
    media_files: int
    media_bytes: int
    media_digest: str
    """SHA-256 of the list of the files' hashes."""
    keys: list[str]
    key_fingerprint: str
    """Tells whether another place has the same ``LOUZU_SECRET_KEY``; the key cannot be found by it."""
    chain: str
    """``HashChain`` over all members before this one."""
    dump_bytes: int = 0
    without_rows: list[str] = field(default_factory=list)
    """Tables of which only the shape was dumped."""

    def summary(self) -> str:
        return (
            f"The backup is whole: {self.head.host}, {self.head.made_at}, louzu {self.head.portal},"
            f" {sum(self.rows.values())} rows, {self.media_files} files, {len(self.heads)} journals."
        )

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def head_from(content: bytes) -> ArchiveHead:
    """Raises BackupError for an archive that this release cannot read."""
    try:
        values = json.loads(content)
        if "neighbourhood" in values:
            raise BackupError("This is one neighbourhood: it is for louzu import-neighbourhood.")
        head = ArchiveHead(**values)
    except (ValueError, TypeError) as error:
        raise BackupError("This is no backup of louzu, or one of a later release.") from error
    if head.format != FORMAT:
        raise BackupError(
            f"This backup has the format {head.format}, made by louzu {head.portal};"
            f" this release reads {FORMAT}: restore it with that release."
        )
    return head


def manifest_from(content: bytes) -> Manifest:
    try:
        values = json.loads(content)
        return Manifest(**{**values, "head": ArchiveHead(**values["head"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError("The manifest of this backup cannot be read.") from error


def key_fingerprint(key: str = "") -> str:
    """Of ``settings.SECRET_KEY``, or of another one."""
    return salted_hmac(
        "louzu.backup", "fingerprint", secret=key or settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()[:16]
