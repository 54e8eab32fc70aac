"""``full_disk()``: for as long as the block runs, the storage of uploads has no space left."""

from __future__ import annotations

import errno

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings

from louzu.lib.stored_files import DurableFolder


class FullFolder(DurableFolder):
    """The storage's disk takes the beginning of a file only."""

    def _save(self, name, content):
        return super()._save(name, CutContent(content.read()))


class CutContent(ContentFile):
    def chunks(self, chunk_size=None):  # noqa: ARG002 -- Django's
        yield b"the beginning"
        raise OSError(errno.ENOSPC, "No space left on device")


def full_disk():
    full = {"BACKEND": f"{__name__}.FullFolder"}
    return override_settings(STORAGES={**settings.STORAGES, "default": full})
