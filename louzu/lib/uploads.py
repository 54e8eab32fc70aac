"""Files from people: looked at by content, bounded before decoding, re-encoded, stripped.

A photo becomes a fresh JPEG without EXIF, location or anything but its pixels; a PDF stays as it
is and is only ever served as a download. Pictures are decoded by ``pictures.py`` in a process of
its own, one at a time in each worker, and ended when they take too long (ADR 26).
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.quoting import format_quoted, quoted

logger = logging.getLogger(__name__)

LARGEST_FILE = 25 * 1024 * 1024
"""A phone's 50 megapixels as JPEG take 10 to 20 MB where no script makes them smaller first."""
LONGEST_DECODE = 40.0
"""Seconds by the clock for one picture; the decoder ends itself by its own limit of CPU seconds,
which a busy machine gives it slowly."""
LONGEST_WAIT = 45.0
"""Seconds by the clock for all pictures of one request."""
SEATS = 5
"""Requests of one worker that decode or wait for it: its other threads stay free for pages."""
DECODER = Path(__file__).with_name("pictures.py")
BLANK = b"\r\n\t \0"
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
REASONS = {
    "broken": gettext_lazy("“%(name)s”打不开，请换一张照片或一个PDF。"),
    "unknown": gettext_lazy("“%(name)s”不是照片，也不是PDF。请发照片、截图或者PDF。"),
    "pixels": gettext_lazy("“%(name)s”像素太多（超过5000万），请换一张小一点的。"),
    "scans": gettext_lazy("“%(name)s”不像手机拍的照片，请换一张，或者截个图再发。"),
    "pieces": gettext_lazy("“%(name)s”不像手机拍的照片，请换一张，或者截个图再发。"),
    "memory": gettext_lazy("“%(name)s”太大了，处理不了，请换一张小一点的。"),
    "time": gettext_lazy("“%(name)s”处理得太久，没有收下。请换一张小一点的。"),
}
PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".avif")
COSTLY = {"scans", "pieces", "memory", "time"}
"""Reasons that no ordinary picture gives."""


class UnusablePicture(Refused):
    """A picture was refused; ``costly`` where it was made to cost much."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(format_quoted(str(REASONS[reason]), {"name": name}))
        self.costly = reason in COSTLY


class TooManyUploads(Refused):
    """Too many pictures are being decoded at this moment."""

    def __init__(self) -> None:
        super().__init__(_("现在发照片的人多，请过一分钟再按一次。照片要重新选，写的字都还在。"))


class Upload(Protocol):
    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...

    def read(self, n: int = ..., /) -> bytes: ...
    def seek(self, n: int, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Photo:
    """JPEG bytes: whole (longest side ≤ 2048 px, or 1080 px wide), and a thumbnail (≤ 480 px)."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def size(self) -> int:
        """Bytes of both."""
        return len(self.jpeg) + len(self.thumbnail)


@dataclass(frozen=True, slots=True, eq=False)
class Pdf:
    """A document, which stays where it is (a large upload on disk) until it is asked for."""

    source: bytes | Upload

    @property
    def content(self) -> bytes:
        if isinstance(self.source, bytes):
            return self.source
        self.source.seek(0)
        return self.source.read()

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.size or 0


@dataclass(frozen=True, slots=True)
class File:
    """A cleaned upload with the name it came with."""

    name: str
    content: Photo | Pdf


def random_path(room: str, extension: str) -> str:
    """Where a room's file is kept: under a name that tells nothing and that nobody finds by trying."""
    return f"{room}/{timezone.localdate():%Y/%m}/{get_random_string(32)}.{extension}"


def save_photo(photo: Photo, *, whole: FieldFile, small: FieldFile) -> None:
    """Write both sizes; the row that holds the fields is the caller's to save."""
    whole.save("", ContentFile(photo.jpeg, "photo"), save=False)
    small.save("", ContentFile(photo.thumbnail, "small"), save=False)


_seats = threading.BoundedSemaphore(SEATS)
_turn = threading.Lock()


@contextmanager
def decoding_slot() -> Iterator[float]:
    """For a request with pictures; gives when its time is over. Raises Busy."""
    if not _seats.acquire(blocking=False):
        raise TooManyUploads
    try:
        yield time.monotonic() + LONGEST_WAIT
    finally:
        _seats.release()


def clean_upload(upload: Upload, *, until: float | None = None) -> Photo | Pdf:
    """Raises Refused with a sentence for the sender, naming the file.

    What ``decode`` has cleaned before is not decoded again. ``until`` is a time of
    ``time.monotonic`` at which the sender has waited long enough.
    """
    before: Photo | Pdf | Refused | None = getattr(upload, "decoded", None)
    if isinstance(before, Refused):
        raise before
    if before:
        return before
    name = upload.name or _("文件")
    if (upload.size or 0) > LARGEST_FILE:
        raise Refused(_("“%(name)s”超过25 MB，请换一个小一点的。") % {"name": quoted(name)})
    upload.seek(0)
    content = upload.read()
    if _is_pdf(content):
        return Pdf(upload)
    return _photo_in(content, name, until or time.monotonic() + LONGEST_WAIT)


def clean_upload_early(upload: Upload, *, until: float) -> Photo | Pdf | Refused:
    """Clean ahead of the form; ``clean_upload`` then gives or raises what came of it."""
    try:
        decoded: Photo | Pdf | Refused = clean_upload(upload, until=until)
    except Refused as refusal:
        decoded = refusal
    upload.decoded = decoded  # type: ignore[attr-defined]
    return decoded


KEPT = "kept-"
"""Begins the name of the field that holds the tokens of files which a form brought before."""
TOKEN_LENGTH = 32


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A file of a form that is shown again: what stands for it on the page."""

    token: str
    name: str
    is_photo: bool


def assign_token(upload: Upload, decoded: Photo | Pdf) -> None:
    """By which the sender gets this cleaned file back with the next sending of the form."""
    upload.token = get_random_string(TOKEN_LENGTH)  # type: ignore[attr-defined]
    upload.is_photo = isinstance(decoded, Photo)  # type: ignore[attr-defined]


def is_token(text: str) -> bool:
    """Could ``assign_token`` have made it?"""
    return len(text) == TOKEN_LENGTH and text.isascii() and text.isalnum()


def token_of(upload: Upload) -> str:
    token: str = getattr(upload, "token", "")
    return token


def kept_uploads(uploads: Any) -> list[KeptUpload]:
    """Those of a field's value that need not be chosen again."""
    some: list[Upload] = uploads if isinstance(uploads, list) else []
    return [
        KeptUpload(token_of(one), one.name or "", is_photo=getattr(one, "is_photo", False))
        for one in some
        if token_of(one)
    ]


def mark_refused(upload: Upload, refusal: Refused) -> None:
    """Without looking at it: ``clean_upload`` raises ``refusal``."""
    upload.decoded = refusal  # type: ignore[attr-defined]


def _is_pdf(content: bytes) -> bool:
    """Readers take a byte order mark before it and anything behind; all bytes stay, a signature needs them."""
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip(BLANK)
    return bare.startswith(b"%PDF-") and b"%%EOF" in bare


def _photo_in(content: bytes, name: str, until: float) -> Photo:
    if not _turn.acquire(timeout=max(0.0, until - time.monotonic())):
        raise TooManyUploads
    try:
        head, _line, jpegs = _run_decoder(content, name).partition(b"\n")
    finally:
        _turn.release()
    answer = json.loads(head)
    if "refused" in answer:
        raise UnusablePicture(_reason(answer["refused"], name), name)
    whole = answer["whole"]
    return Photo(jpegs[:whole], jpegs[whole:], answer["width"], answer["height"])


def _reason(refused: str, name: str) -> str:
    """Return the key of ``REASONS`` to show: an unknown format under a photo's file name is a broken photo."""
    return "broken" if refused == "unknown" and name.lower().endswith(PHOTO_NAMES) else refused


def _run_decoder(content: bytes, name: str) -> bytes:
    """What ``pictures.py`` says. It gets none of the secrets in our environment."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-I", DECODER],
            input=content,
            capture_output=True,
            timeout=LONGEST_DECODE,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise UnusablePicture("time", name) from late
    if done.returncode < 0:  # the kernel ended it: cpu seconds, or memory
        raise UnusablePicture("time", name)
    if done.returncode:
        logger.error("the decoder failed: %s", done.stderr.decode(errors="replace")[-2000:])
        raise UnusablePicture("broken", name)
    return done.stdout
