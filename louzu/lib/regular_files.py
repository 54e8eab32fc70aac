"""Files that an operator named. Only regular ones are read: a pipe can be read once and may hang, a device
may have no end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def kind_of(path: Path | str) -> str:
    """Return what the path leads to, such as “a pipe”; "" for a regular file and for nothing."""
    try:
        return KINDS.get(stat.S_IFMT(os.stat(path).st_mode), "")  # noqa: PTH116 -- for any word
    except (OSError, ValueError):
        return ""


def why_not_read(path: Path | str) -> str:
    """Return why the path is refused before it is opened, or ""."""
    kind = kind_of(path)
    return "" if kind in {"", "a folder"} else f"it is {kind}: write it into a file"


def require_regular(path: Path) -> None:
    """Raises OSError for a pipe or a device. A folder is refused when it is opened."""
    if reason := why_not_read(path):
        raise OSError(errno.EINVAL, reason)


def read_regular(path: Path, encoding: str = "utf-8") -> str:
    """Raises OSError, and UnicodeDecodeError."""
    require_regular(path)
    return path.read_text(encoding=encoding)
