"""Static files that are made of several: the style sheets of the pages, joined in order.

A component has a sheet of its own, and a page fetches one file (ADR 41). Joining changes nothing
in the text. The finder serves tests and ``collectstatic`` alike, so both see the same file.
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
    """Names scripts by their content in one another's imports too, so that all are kept for a year."""

    support_js_module_import_aggregation = True


class BundleFinder(BaseFinder):
    """Finds the files of ``settings.BUNDLES`` in ``settings.BUNDLE_ROOT``."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG002 -- Django's signature
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
    """The files a bundle is made of; those of one pattern in the order of their names."""
    root = settings.BASE_DIR / "static"
    return [path for pattern in settings.BUNDLES[name] for path in sorted(root.glob(pattern))]


def join(name: str) -> Path:
    """Write the bundle where it is not there as its parts are now; return its path."""
    made = Path(settings.BUNDLE_ROOT) / name
    text = "".join(part.read_text() for part in parts_of(name))
    if not made.exists() or made.read_text() != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        half = made.with_name(f"{made.name}.{os.getpid()}")  # several processes may begin at once
        half.write_text(text)
        half.replace(made)
    return made
