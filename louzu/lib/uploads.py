"""Files from people: looked at by content, bounded before decoding, re-encoded, stripped.

A photo becomes a fresh JPEG without EXIF, location or anything but its pixels; a PDF stays as it
is and is only ever served as a download.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO, Protocol

import pillow_heif
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from louzu.lib.errors import Refused

pillow_heif.register_heif_opener()

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_PHOTO = 12_600_000
"""Pixels decoded at most: a "12 megapixel" phone takes up to 4080 × 3072 = 12.53 million."""
LONGEST_SIDE = 2048
THUMBNAIL_SIDE = 480
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")


class Upload(Protocol):
    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...

    def read(self, n: int = ..., /) -> bytes: ...
    def seek(self, n: int, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Photo:
    """JPEG bytes, whole (longest side ≤ 2048 px) and as a thumbnail (≤ 480 px)."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pdf:
    content: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A cleaned upload with the name it came with."""

    name: str
    content: Photo | Pdf


def unguessable(room: str, extension: str) -> str:
    """Where a room's file is kept: under a name that tells nothing and that nobody finds by trying."""
    return f"{room}/{timezone.localdate():%Y/%m}/{get_random_string(32)}.{extension}"


def keep(photo: Photo, *, whole: FieldFile, small: FieldFile) -> None:
    """Write both sizes; the row that holds the fields is the caller's to save."""
    whole.save("", ContentFile(photo.jpeg, "photo"), save=False)
    small.save("", ContentFile(photo.thumbnail, "small"), save=False)


def clean_upload(upload: Upload) -> Photo | Pdf:
    """Raises Refused with a sentence for the sender, naming the file."""
    name = upload.name or _("文件")
    if (upload.size or 0) > LARGEST_FILE:
        raise Refused(_("“%(name)s”超过10 MB，请换一个小一点的。") % {"name": name})
    upload.seek(0)
    content = upload.read()
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return Pdf(content)
    return _clean_photo(io.BytesIO(content), name)


def _clean_photo(content: IO[bytes], name: str) -> Photo:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(content, formats=PHOTO_FORMATS)
        if picture.width * picture.height > LARGEST_PHOTO:
            raise Refused(
                _("“%(name)s”像素太多（超过1200万），请用手机拍的普通照片。") % {"name": name}
            )
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise Refused(_("“%(name)s”打不开，请换一张照片或一个PDF。") % {"name": name}) from error
    upright = _on_white(ImageOps.exif_transpose(picture))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Photo(_as_jpeg(upright), _as_jpeg(small), upright.width, upright.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        sheet = Image.new("RGB", rgba.size, "white")
        sheet.paste(rgba, mask=rgba.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)  # pixels only: no EXIF, no profile, no comment comes along
    bare.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
