"""Copy uploaded files from one storage to another and check each by its hash."""

from __future__ import annotations

import hashlib
from collections import Counter

from django.core.files.storage import Storage

from louzu.lib.media import PROBE_FOLDER, MediaUnavailableError, files_in
from louzu.lib.media_rows import OWN_NAME


def copy_files(source: Storage, target: Storage) -> Counter[str]:
    """Copy what the target does not have yet, and return how many files were ``copied``, which the
    target ``had``, and which were deleted in the meantime (``gone``).

    A file of another content, such as one that was cut off, is written anew. Raises OSError.
    """
    counts: Counter[str] = Counter()
    for name in files_in(source):
        if not name.startswith(f"{PROBE_FOLDER}/"):
            counts[_copy(name, source, target)] += 1
    return counts


def delete_others(source: Storage, target: Storage) -> int:
    """Delete files of the target that the source does not have, and return their number. Files that
    are not the portal's stay."""
    others = set(files_in(target)) - set(files_in(source))
    others = {name for name in others if OWN_NAME.fullmatch(name)}
    for name in sorted(others):
        target.delete(name)
    return len(others)


def _copy(name: str, source: Storage, target: Storage) -> str:
    try:
        with source.open(name) as file:
            digest = _digest(source, name)
            if target.exists(name):
                if _digest(target, name) == digest:
                    return "had"
                target.delete(name)
            saved = target.save(name, file)
    except FileNotFoundError:
        return "gone"
    if saved != name or _digest(target, name) != digest:
        raise MediaUnavailableError(f"the copy of {name} is not what was written")
    return "copied"


def _digest(storage: Storage, name: str) -> str:
    with storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
