"""Check and re-encode uploaded photos and PDFs (ADR 26).

The type is found by content, not by name. A photo becomes a new JPEG with its pixels only: no EXIF, no
location. A PDF is not changed; it is served as a download. ``pictures.py`` decodes pictures in a
process of its own, one at a time in each worker, which is killed when it takes too long.
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
from typing import Protocol

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.marks import mark
from louzu.lib.quoting import format_quoted, quoted

logger = logging.getLogger(__name__)

MAX_FILE_BYTES = 25 * 1024 * 1024
"""Bytes. A JPEG of 50 megapixels has 10 to 20 MB if no script made it smaller before sending."""
MAX_DECODE_SECONDS = 40.0
"""Seconds of wall time for one picture. ``pictures.py`` has a lower limit of CPU time, which takes longer
on a busy machine."""
MAX_WAIT_SECONDS = 45.0
"""Seconds of wall time for all pictures of one request."""
MAX_DECODING = 5
"""Requests with pictures that one worker accepts at a time, so that threads stay free for pages."""
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
"""Reasons that ordinary pictures never have."""


class UnusablePicture(Refused):
    """A picture was refused. ``costly``: it seems made to use up CPU or memory."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(format_quoted(str(REASONS[reason]), {"name": name}))
        self.costly = reason in COSTLY


class TooManyUploads(Refused):
    """Too many requests with pictures are being processed."""

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
class CleanPhoto:
    """``jpeg``: longest side ≤ 2048 px, or 1080 px wide. ``thumbnail``: longest side ≤ 480 px."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def size(self) -> int:
        return len(self.jpeg) + len(self.thumbnail)


@dataclass(frozen=True, slots=True, eq=False)
class Pdf:
    """``source`` may be an upload, which is read only for ``content``."""

    source: bytes | Upload

    @property
    def content(self) -> bytes:
        if isinstance(self.source, bytes):
            return self.source
        self.source.seek(0)
        return self.source.read()

    @property
    def size(self) -> int:
        return len(self.source) if isinstance(self.source, bytes) else self.source.size or 0


@dataclass(frozen=True, slots=True)
class File:
    """A cleaned upload and its original name."""

    name: str
    content: CleanPhoto | Pdf


def random_path(folder: str, extension: str) -> str:
    """Return a path under MEDIA_ROOT that cannot be guessed and says nothing about the file."""
    return f"{folder}/{timezone.localdate():%Y/%m}/{get_random_string(32)}.{extension}"


def save_photo(photo: CleanPhoto, *, whole: FieldFile, small: FieldFile) -> None:
    """Write both files. The caller saves the row."""
    whole.save("", ContentFile(photo.jpeg, "photo"), save=False)
    small.save("", ContentFile(photo.thumbnail, "small"), save=False)


_decoding_slots = threading.BoundedSemaphore(MAX_DECODING)
_decoder_lock = threading.Lock()


@contextmanager
def decoding_slot() -> Iterator[float]:
    """Limit the requests that decode pictures at the same time. Raises TooManyUploads.

    Yields the time (of ``time.monotonic``) until which pictures of this request may be decoded.
    """
    if not _decoding_slots.acquire(blocking=False):
        raise TooManyUploads
    try:
        yield time.monotonic() + MAX_WAIT_SECONDS
    finally:
        _decoding_slots.release()


def clean_upload(upload: Upload, *, until: float | None = None) -> CleanPhoto | Pdf:
    """Return the cleaned file. Raises Refused with a sentence that names the file.

    The result of an earlier ``clean_upload_early`` is reused. Decoding stops at ``until``, a time
    of ``time.monotonic``.
    """
    earlier: CleanPhoto | Pdf | Refused | None = getattr(upload, "decoded", None)
    if isinstance(earlier, Refused):
        raise earlier
    if earlier:
        return earlier
    name = upload.name or _("文件")
    if (upload.size or 0) > MAX_FILE_BYTES:
        raise Refused(_("“%(name)s”超过25 MB，请换一个小一点的。") % {"name": quoted(name)})
    upload.seek(0)
    content = upload.read()
    if _is_pdf(content):
        return Pdf(upload)
    return _photo_in(content, name, until or time.monotonic() + MAX_WAIT_SECONDS)


def clean_upload_early(upload: Upload, *, until: float) -> CleanPhoto | Pdf | Refused:
    """Clean before the transaction of the form begins; ``clean_upload`` uses the result.

    A refusal is returned, not raised.
    """
    try:
        decoded: CleanPhoto | Pdf | Refused = clean_upload(upload, until=until)
    except Refused as refusal:
        decoded = refusal
    mark(upload, decoded=decoded)
    return decoded


KEPT_PREFIX = "kept-"
"""Prefix of the name of the hidden field with the tokens of files from an earlier sending."""
TOKEN_LENGTH = 32


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A file of an earlier sending of the form, as the page lists it."""

    token: str
    name: str
    is_photo: bool


def assign_token(upload: Upload, decoded: CleanPhoto | Pdf) -> None:
    token = get_random_string(TOKEN_LENGTH)
    mark(upload, token=token, is_photo=isinstance(decoded, CleanPhoto))


def is_token(text: str) -> bool:
    return len(text) == TOKEN_LENGTH and text.isascii() and text.isalnum()


def token_of(upload: Upload) -> str:
    token: str = getattr(upload, "token", "")
    return token


def kept_uploads(uploads: object) -> list[KeptUpload]:
    some: list[Upload] = uploads if isinstance(uploads, list) else []
    return [
        KeptUpload(token_of(one), one.name or "", is_photo=getattr(one, "is_photo", False))
        for one in some
        if token_of(one)
    ]


def mark_refused(upload: Upload, refusal: Refused) -> None:
    """Make ``clean_upload`` raise ``refusal`` for this upload."""
    mark(upload, decoded=refusal)


def _is_pdf(content: bytes) -> bool:
    """Accept a byte order mark before the PDF and other bytes after it, as readers do. All bytes
    are kept, because a signature covers them."""
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip(BLANK)
    return bare.startswith(b"%PDF-") and b"%%EOF" in bare


def _photo_in(content: bytes, name: str, until: float) -> CleanPhoto:
    if not _decoder_lock.acquire(timeout=max(0.0, until - time.monotonic())):
        raise TooManyUploads
    try:
        head, _line, jpegs = _run_decoder(content, name).partition(b"\n")
    finally:
        _decoder_lock.release()
    answer = json.loads(head)
    if "refused" in answer:
        raise UnusablePicture(_reason(answer["refused"], name), name)
    whole = answer["whole"]
    return CleanPhoto(jpegs[:whole], jpegs[whole:], answer["width"], answer["height"])


def _reason(refused: str, name: str) -> str:
    """Return the key of ``REASONS`` to show: an unknown format under a photo's file name is a broken photo."""
    return "broken" if refused == "unknown" and name.lower().endswith(PHOTO_NAMES) else refused


def _run_decoder(content: bytes, name: str) -> bytes:
    """Return the output of ``pictures.py``, which runs without secrets in its environment. Raises
    UnusablePicture."""
    try:
        done = subprocess.run(  # noqa: S603 -- a program of this package
            [sys.executable, "-I", DECODER],
            input=content,
            capture_output=True,
            timeout=MAX_DECODE_SECONDS,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusablePicture("time", name) from error
    if done.returncode < 0:  # killed by the kernel: CPU time or memory
        raise UnusablePicture("time", name)
    if done.returncode:
        logger.error("the decoder failed: %s", done.stderr.decode(errors="replace")[-2000:])
        raise UnusablePicture("broken", name)
    return done.stdout
