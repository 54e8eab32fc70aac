"""Copy uploaded files from one storage to another and check each by its hash."""

from __future__ import annotations

import hashlib
from collections import Counter

from django.core.files.storage import Storage

from louzu.lib.media import PROBE_FOLDER, MediaUnavailableError, files_in
from louzu.lib.media_rows import OWN_NAME

MAX_PRUNED = 0.5
"""Share of the target's files that may be deleted there."""


class PruneRefusedError(Exception):
    """So much would be deleted from the target that the source is probably not the portal's files."""


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


def files_to_prune(source: Storage, target: Storage) -> list[str]:
    """Return names of the target's files that the source does not have. Files that are not the portal's
    are no matter.

    Raises PruneRefusedError when the source cannot be what the target is a copy of.
    """
    here, there = _own_files(source), _own_files(target)
    others = there - here
    if others and not here:
        raise PruneRefusedError(
            f"the source has no file of the portal, and the target has {len(there)}: is that the"
            " right place?"
        )
    if len(others) > MAX_PRUNED * len(there):
        raise PruneRefusedError(
            f"the source lacks {len(others)} of the {len(there)} files that the target has: are they"
            " the same portal's? If so, copy into an empty place instead."
        )
    return sorted(others)


def delete_others(source: Storage, target: Storage) -> int:
    """Delete ``files_to_prune``, and return their number. Raises PruneRefusedError."""
    others = files_to_prune(source, target)
    for name in others:
        target.delete(name)
    return len(others)


def _own_files(storage: Storage) -> set[str]:
    try:
        return {
            name
            for name in files_in(storage)
            if OWN_NAME.fullmatch(name) and not name.startswith(f"{PROBE_FOLDER}/")
        }
    except FileNotFoundError:  # a folder that is not there yet
        return set()


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
