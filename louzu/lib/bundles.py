"""Static files that are joined from several: the style sheets of the pages.

Each component has its own sheet, and a page loads a single file (ADR 41). The texts are not
changed. Tests and ``collectstatic`` use the same finder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes the names of scripts in imports of other scripts, too, so that all can be cached for a
    year."""

    support_js_module_import_aggregation = True


class BundleFinder(BaseFinder):
    def check(self, **kwargs: object) -> list[CheckMessage]:  # noqa: ARG002 -- Django's signature
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path not in settings.BUNDLES:
            return []
        made = str(join(path))
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002
        storage = FileSystemStorage(location=settings.BUNDLE_ROOT)
        for name in settings.BUNDLES:
            join(name)
            yield name, storage


def parts_of(name: str) -> list[Path]:
    root = settings.BASE_DIR / "static"
    return [path for pattern in settings.BUNDLES[name] for path in sorted(root.glob(pattern))]


def join(name: str) -> Path:
    """Write the bundle if its parts have changed. Return its path."""
    made = Path(settings.BUNDLE_ROOT) / name
    text = "".join(part.read_text() for part in parts_of(name))
    if not made.exists() or made.read_text() != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        half = made.with_name(f"{made.name}.{os.getpid()}")  # several processes may start at once
        half.write_text(text)
        half.replace(made)
    return made
