"""Models of the notice board (公示栏)."""

from __future__ import annotations

from governance.notices.models.attachments import (
    Attachment,
    CircularAttachment,
    file_path,
    photo_path,
)
from governance.notices.models.circulars import Circular, UnsentNotice
from governance.notices.models.notices import Notice, NoticeQuerySet, Reading, Version

__all__ = [
    "Attachment",
    "Circular",
    "CircularAttachment",
    "Notice",
    "NoticeQuerySet",
    "Reading",
    "UnsentNotice",
    "Version",
    "file_path",
    "photo_path",
]
