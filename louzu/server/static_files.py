"""Collect the static files of this release and keep those of the two releases before it.

Pages that were opened before an upgrade still ask for the former release's style sheets and scripts.
Their names carry a hash of the content, so files of several releases lie side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

MAX_FORMER_RELEASES = 2
RECORD = ".releases"
"""Name of the file in STATIC_ROOT that tells which hashed files each release uses, newest first."""
COMPRESSED = ("", ".gz", ".br")


@dataclass(frozen=True, slots=True)
class Collected:
    release: str
    files: list[str]
    """Hashed names, without those of compressed copies."""


def collect_static_files() -> None:
    """Do nothing if the files of this release are collected already.

    Unhashed files are written anew: in a release that is put back they are older than the others'.
    """
    root = Path(settings.STATIC_ROOT)
    release = f"{settings.RELEASE} {version('django')}"
    collected = _read(root)
    if collected and collected[0].release == release:
        return
    _remove_all_but(root, [file for one in collected for file in one.files])
    call_command("collectstatic", verbosity=0, interactive=False)
    made: dict[str, str] = staticfiles_storage.hashed_files  # type: ignore[attr-defined]  # Django's manifest
    files = sorted(made.values())
    # A release with the same files as another one does not push an older one out.
    former = [one for one in collected if one.release != release and one.files != files]
    newest = [Collected(release, files), *former[:MAX_FORMER_RELEASES]]
    _write(root, newest)
    _remove_all_but(
        root, [*made, "staticfiles.json", *(file for one in newest for file in one.files)]
    )


def _read(root: Path) -> list[Collected]:
    try:
        return [Collected(**one) for one in json.loads((root / RECORD).read_text())]
    except (OSError, ValueError, TypeError):
        return []


def _write(root: Path, collected: list[Collected]) -> None:
    unfinished = root / f"{RECORD}.new"
    unfinished.write_text(json.dumps([asdict(one) for one in collected]))
    unfinished.replace(root / RECORD)


def _remove_all_but(root: Path, names: Iterable[str]) -> None:
    kept = {root / f"{name}{end}" for name in names for end in COMPRESSED} | {root / RECORD}
    for path in root.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()
