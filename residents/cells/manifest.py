"""The first and the last member of an exported neighbourhood's file, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from louzu.backup.errors import BackupError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TableContents:
    rows: int
    digest: str
    """SHA-256 of the rows as ``COPY`` writes them, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class NeighbourhoodManifest:
    neighbourhood: str
    """Its name."""
    portal: str
    """Version of louzu."""
    host: str
    cell: int
    demo: bool
    made_at: str
    """In UTC, as ISO 8601 writes it."""
    key_fingerprint: str
    """Fingerprint of ``LOUZU_SECRET_KEY``, made like the one in a backup."""
    migrations: list[str]
    tables: dict[str, TableContents]
    heads: dict[str, str]
    """Number and digest of the last line of each journal."""
    media: dict[str, str]
    """SHA-256 of each uploaded file."""
    missing: list[str]
    """Files that rows refer to, and that were not there."""
    chain: str
    """``HashChain`` over all members before this one."""

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def head_bytes(neighbourhood: str, portal: str) -> bytes:
    """Return the first member, by which the file differs from a backup."""
    head = {"format": FORMAT, "portal": portal, "neighbourhood": neighbourhood}
    return json.dumps(head).encode()


def require_head(content: bytes) -> None:
    """Raises BackupError for anything but the file of a neighbourhood in this format."""
    head = json.loads(content)
    if "neighbourhood" not in head:
        raise BackupError("This is a backup of a whole portal: it is for louzu restore.")
    if head["format"] != FORMAT:
        raise BackupError(f"The file has the format {head['format']}; this release reads {FORMAT}.")


def neighbourhood_manifest_from(content: bytes) -> NeighbourhoodManifest:
    try:
        values = json.loads(content)
        tables = {name: TableContents(**one) for name, one in values["tables"].items()}
        return NeighbourhoodManifest(**{**values, "tables": tables})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError("The manifest of this file cannot be read.") from error
