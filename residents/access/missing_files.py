"""Files that somebody wanted to see and that were gone, remembered for the keeper of the installation."""

from __future__ import annotations

from django.core.cache import cache
from django.core.files.storage import default_storage

from louzu.lib.stored_files import DurableFolder

KEY = "missing-files"
KEPT = 24 * 60 * 60
"""Seconds from the last new name. Whoever asks for such a file again has it noted again."""
MAX_NAMES = 100


def note_missing_file(name: str) -> None:
    names: list[str] = cache.get(KEY, [])
    if name not in names:
        cache.set(KEY, [*names, name][-MAX_NAMES:], KEPT)


def missing_files() -> list[str]:
    """Return names that were noted. In a folder, those that were put back since are left out."""
    names: list[str] = cache.get(KEY, [])
    if isinstance(default_storage, DurableFolder):
        return [name for name in names if not default_storage.exists(name)]
    return names
