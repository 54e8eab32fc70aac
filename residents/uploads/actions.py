"""Store files of forms that were not accepted, for their sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from louzu.lib.attachments import detach
from louzu.lib.uploads import CleanPhoto, File, save_photo
from residents.people.models import User
from residents.uploads.models import KeptFile
from residents.uploads.queries import FILES_KEPT_FOR, kept_files_of

MAX_KEPT_FILES = 18
"""Files per person: twice the fullest form."""
MAX_KEPT_BYTES = 60 * 1024 * 1024
"""Bytes of all files per person, which one request may load into memory."""


@transaction.atomic
def keep_files(files: Iterable[tuple[str, File]], *, by: User) -> None:
    """Store files by token. The oldest ones beyond ``MAX_KEPT_FILES`` or ``MAX_KEPT_BYTES`` are deleted.

    A form that refers to a deleted file gets an error; see
    ``residents.uploads.decoding.restore_files``.
    """
    room = MAX_KEPT_BYTES
    for token, file in files:
        if file.content.size > room:
            continue
        room -= file.content.size
        kept = KeptFile(token=token, owner=by, name=file.name[-200:])
        if isinstance(file.content, CleanPhoto):
            kept.width, kept.height = file.content.width, file.content.height
            save_photo(file.content, whole=kept.file, small=kept.thumbnail)
        else:
            kept.file.save("", ContentFile(file.content.content, "file"), save=False)
        kept.save(force_insert=True)
    delete_files(_over_quota(by))


def _over_quota(user: User) -> Iterator[KeptFile]:
    room = MAX_KEPT_BYTES
    for place, kept in enumerate(kept_files_of(user)):
        room -= _size_of(kept)
        if room < 0 or place >= MAX_KEPT_FILES:
            yield kept


def _size_of(kept: KeptFile) -> int:
    try:
        return sum(file.size for file in (kept.file, kept.thumbnail) if file)
    except FileNotFoundError:
        return 0


@transaction.atomic
def delete_files(rows: Iterable[KeptFile]) -> int:
    """Delete rows, and their files after the commit. Return the number of rows."""
    rows = list(rows)
    for kept in rows:
        detach(kept)
    return len(rows)


def forget_files() -> int:
    return delete_files(KeptFile.objects.filter(at__lte=timezone.now() - FILES_KEPT_FOR))


def forget_files_of(user: User) -> None:
    delete_files(KeptFile.objects.filter(owner=user))
