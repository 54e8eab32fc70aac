"""Files of a form that was not accepted are kept for who sent them, until it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from louzu.lib.attachments import detach
from louzu.lib.uploads import File, Photo, save_photo
from residents.people.models import User
from residents.uploads.models import KeptFile
from residents.uploads.queries import FILES_KEPT_FOR, kept_files_of

MOST_KEPT = 18
"""Files of one person: the fullest form twice."""
MOST_BYTES = 60 * 1024 * 1024
"""Of all these together: what one request may bring back into memory."""


def keep_files(files: Iterable[tuple[str, File]], *, by: User) -> None:
    """Each with its token. What is more than ``MOST_KEPT`` or ``MOST_BYTES`` goes, the oldest first.

    A form that asks for one that is not kept is told so, see ``residents.uploads.decoding.restore_files``.
    """
    room = MOST_BYTES
    for token, file in files:
        if file.content.size > room:
            continue
        room -= file.content.size
        kept = KeptFile(token=token, owner=by, name=file.name[-200:])
        if isinstance(file.content, Photo):
            kept.width, kept.height = file.content.width, file.content.height
            save_photo(file.content, whole=kept.file, small=kept.thumbnail)
        else:
            kept.file.save("", ContentFile(file.content.content, "file"), save=False)
        kept.save(force_insert=True)
    delete_files(_over_quota(by))


def _over_quota(user: User) -> Iterator[KeptFile]:
    room = MOST_BYTES
    for place, kept in enumerate(kept_files_of(user)):
        room -= _size_of(kept)
        if room < 0 or place >= MOST_KEPT:
            yield kept


def _size_of(kept: KeptFile) -> int:
    """Bytes on disk."""
    try:
        return sum(file.size for file in (kept.file, kept.thumbnail) if file)
    except FileNotFoundError:
        return 0


@transaction.atomic
def delete_files(rows: Iterable[KeptFile]) -> int:
    """How many; the files go with their rows, once that is committed."""
    rows = list(rows)
    for kept in rows:
        detach(kept)
    return len(rows)


def forget_files() -> int:
    """How many were forgotten of those whose form was not accepted within a day."""
    return delete_files(KeptFile.objects.filter(at__lte=timezone.now() - FILES_KEPT_FOR))


def forget_files_of(user: User) -> None:
    delete_files(KeptFile.objects.filter(owner=user))
