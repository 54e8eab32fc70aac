"""Files of rows: written before their row commits, and deleted again if it does not (ADR 54)."""

from __future__ import annotations

import logging
import weakref
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from louzu.lib.durable import write_through
from louzu.lib.errors import Refused
from louzu.lib.faults import NO_SPACE

logger = logging.getLogger(__name__)


class StorageFull(Refused):
    """There is no space for a photo or PDF."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "服务器的硬盘满了，照片和附件存不下。您写的都还在：可以不带照片先发，也请告诉楼组长或居委。"
            )
        )


class DurableFolder(FileSystemStorage):
    """A folder whose files are on the disk when ``save`` returns, and whole or not there at all."""

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        there = path.exists()
        new_folder = not path.parent.exists()
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]  # Django's own
            for file in (Path(self.path(saved)), *self._folders(path, new=new_folder)):
                write_through(file)
        except OSError:
            if not there:
                path.unlink(missing_ok=True)
            raise
        return saved

    def _folders(self, path: Path, *, new: bool) -> list[Path]:
        """Return the folder of a file, and all above it in the storage if it is a new one."""
        if not new:
            return [path.parent]
        root = Path(self.location)
        return [folder for folder in path.parents if folder == root or root in folder.parents]


class _Pending:
    """Deletes a file, unless ``keep`` is called before nobody refers to this object any more.

    Django drops the callbacks of a transaction, or of a savepoint, when it is rolled back.
    """

    also_if_unknown = True
    """``louzu.lib.postgresql`` calls it too if nobody knows whether the transaction was committed."""

    def __init__(self, storage: Storage, name: str) -> None:
        self._deletion = weakref.finalize(self, _delete, storage, name)

    def __call__(self) -> None:
        self._deletion.detach()


def _delete(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except Exception:  # called wherever an object ends
        logger.exception("a file whose row was not committed could not be deleted: %s", name)


class StoredFieldFile(FieldFile):
    def save(self, name: str, content: File[Any], save: bool = True) -> None:
        """Raises StorageFull if the disk or a quota is full."""
        try:
            super().save(name, content, save=False)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise StorageFull from error
            raise
        transaction.on_commit(_Pending(self.storage, str(self.name)))
        if save:
            self.instance.save()


class StoredFileField(models.FileField):
    """A file field whose file is deleted if its row is not committed. All models use it."""

    attr_class = StoredFieldFile

    def deconstruct(self) -> Any:
        """To migrations it is Django's: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs
