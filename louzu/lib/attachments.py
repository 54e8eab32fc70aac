"""Photos and PDFs attached to an object. Each room has its own table of the same columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Protocol, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from louzu.lib.errors import Refused
from louzu.lib.stored_files import StoredFileField
from louzu.lib.uploads import CleanPhoto, File, random_path, save_photo

MAX_ATTACHMENTS = 9


def photo_path(attachment: models.Model, _name: str) -> str:
    return random_path(attachment._meta.app_label, "jpg")


def file_path(attachment: AbstractAttachment, _name: str) -> str:
    pdf = attachment.kind == AbstractAttachment.Kind.PDF
    return random_path(attachment._meta.app_label, "pdf" if pdf else "jpg")


class AbstractAttachment(models.Model):
    """A photo or PDF. A room's subclass adds the foreign key to the object that has it."""

    class Kind(models.TextChoices):
        PHOTO = "photo", gettext_lazy("照片")
        PDF = "pdf", "PDF"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    file = StoredFileField(upload_to=file_path)
    thumbnail = StoredFileField(upload_to=photo_path, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def belongs(self) -> bool:
        """Whether the file is part of the text, so that a print of the text mentions it."""
        return True


A = TypeVar("A", bound=AbstractAttachment)


def attach(rows: QuerySet[A], files: Iterable[File], **more: object) -> None:
    """Save ``files`` as attachments of the object whose present attachments are ``rows``.

    ``more`` are values for the new rows, such as the foreign key. Raises Refused if there would be
    more than ``MAX_ATTACHMENTS``.
    """
    files = list(files)
    if files and rows.count() + len(files) > MAX_ATTACHMENTS:
        raise Refused(_("这里最多放%(most)s个附件。") % {"most": MAX_ATTACHMENTS})
    for file in files:
        _with_file(rows.model(name=file.name[-100:], **more), file).save()


def describe_attachments(files: Iterable[AbstractAttachment]) -> str:
    kinds = Counter(file.kind for file in files if file.belongs)
    photos, pdfs = kinds[AbstractAttachment.Kind.PHOTO], kinds[AbstractAttachment.Kind.PDF]
    counted = {
        ngettext("%(n)s张照片", "%(n)s张照片", photos): photos,
        ngettext("%(n)s份文件", "%(n)s份文件", pdfs): pdfs,
    }
    return "、".join(words % {"n": count} for words, count in counted.items() if count)


def enclosed(what: str) -> str:
    """Format as ``附：3张照片``, or "" for an empty string."""
    return _("附：%(what)s") % {"what": what} if what else ""


def told_after(words: str, files: Iterable[AbstractAttachment]) -> str:
    """Append the attachments to ``words``: ``11月28日，附：3张照片``."""
    return "，".join(part for part in (words, enclosed(describe_attachments(files))) if part)


class StoredPhoto(Protocol):
    """A row with a stored photo. Its model need not be an ``AbstractAttachment``."""

    file: FieldFile
    thumbnail: FieldFile
    width: int
    height: int


def copy_photos(
    rows: QuerySet[A], photos: Iterable[StoredPhoto], *, name: str, **more: object
) -> None:
    """Attach copies of stored photos, as ``attach`` does with uploaded files. They are named alike."""
    photos = list(photos)
    if photos and rows.count() + len(photos) > MAX_ATTACHMENTS:
        raise Refused(_("这里最多放%(most)s个附件。") % {"most": MAX_ATTACHMENTS})
    for photo in photos:
        row = rows.model(kind=AbstractAttachment.Kind.PHOTO, name=name[-100:], **more)
        _save_copy(photo, row)


def copy_attachment(attachment: A, **more: object) -> None:
    """Save a copy with its own files. ``more`` are values for the new row, such as the foreign key."""
    kind = type(attachment)
    _save_copy(attachment, kind(kind=attachment.kind, name=attachment.name, **more))


class HasFiles(Protocol):
    """A row with a file and a thumbnail. Its model need not be an ``AbstractAttachment``."""

    file: FieldFile
    thumbnail: FieldFile

    def delete(self) -> object: ...


def detach(row: HasFiles) -> None:
    """Delete the row, and its files when the transaction is committed."""
    for file in (row.file, row.thumbnail):
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)), robust=True)
    row.delete()


def _save_copy(source: StoredPhoto | AbstractAttachment, row: AbstractAttachment) -> None:
    row.width, row.height = source.width, source.height
    for file, copy in ((source.file, row.file), (source.thumbnail, row.thumbnail)):
        if file:
            with file.open() as content:
                copy.save("", ContentFile(content.read()), save=False)
    row.save()


def _with_file(row: A, file: File) -> A:
    if isinstance(file.content, CleanPhoto):
        row.kind = AbstractAttachment.Kind.PHOTO
        row.width, row.height = file.content.width, file.content.height
        save_photo(file.content, whole=row.file, small=row.thumbnail)
    else:
        row.kind = AbstractAttachment.Kind.PDF
        row.file.save("", ContentFile(file.content.content, "file"), save=False)
    return row
