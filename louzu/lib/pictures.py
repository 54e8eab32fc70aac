"""Decode one picture within limits: ``python pictures.py < picture > two-jpegs``.

``louzu.lib.uploads`` runs this file in a process of its own, so that the kernel can stop a picture that
takes too much time or memory (ADR 26). It must not import Django or louzu.

The output is a line of JSON, then bytes: ``{"refused": reason}`` alone, with a key of
``uploads.REASONS``, or ``{"width", "height", "whole", "small"}`` and two JPEGs of ``whole`` and
``small`` bytes.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import struct
import sys
import warnings

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError

CPU_SECONDS = 10
MEMORY = 1536 * 1024 * 1024
"""Bytes of address space for the whole process."""
MAX_PIXELS = 52_000_000
"""A "50 megapixel" phone takes 8160 × 6144 = 50.1 million; an iPhone's largest are 48.8 million."""
MAX_SCANS = 50
"""Scans of a progressive JPEG: encoders write 10 to 20, and each takes as long as a whole picture."""
MAX_SEGMENTS = 2_000
MAX_CHUNKS = 50_000
MAX_BOXES = 1_000
"""Boxes at the top level of a HEIC or AVIF file; cameras write five, and more for a live photo."""
MAX_PROFILE_BYTES = 4 * 1024 * 1024
MAX_SIDE_PIXELS = 2048
READABLE_SIDE = 1080
"""Pixels: a long screenshot is not made narrower than this."""
MAX_PIXELS_KEPT = 16_000_000
THUMBNAIL_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
SHRINKABLE = {"L", "LA", "RGB", "RGBA", "CMYK"}
GREY_16 = {"I;16", "I;16L", "I;16B", "I;16N", "I"}

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker that ends the data of a scan: not a stuffed byte, not a restart marker."""
_SOI, _SOS, _EOI = 0xD8, 0xDA, 0xD9


class UnfitPicture(Exception):  # noqa: N818 -- an expected outcome
    """The message is a key of ``uploads.REASONS``."""


def main() -> None:
    _limit()
    answer: dict[str, int | str]
    try:
        whole, small, size = convert(sys.stdin.buffer.read())
    except UnfitPicture as unfit:
        answer, whole, small = {"refused": str(unfit)}, b"", b""
    except MemoryError:
        answer, whole, small = {"refused": "memory"}, b"", b""
    else:
        answer = {"width": size[0], "height": size[1], "whole": len(whole), "small": len(small)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + whole + small)


def _limit() -> None:
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def convert(content: bytes) -> tuple[bytes, bytes, tuple[int, int]]:
    """Return the picture, its thumbnail (both JPEG without metadata) and its size in pixels.

    Raises UnfitPicture.
    """
    count_parts(content)
    if content[4:8] == b"ftyp":
        import pillow_heif  # noqa: PLC0415 -- takes 25 ms, and only HEIC needs it

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = _decoded(content)
    except UnidentifiedImageError as error:
        raise UnfitPicture("unknown") from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
        IndexError,
        KeyError,
    ) as error:
        raise UnfitPicture("broken") from error
    picture.thumbnail(_bounds(picture.size))
    small = _cropped(picture)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _as_jpeg(picture), _as_jpeg(small), picture.size


def _decoded(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked below
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    picture: Image.Image = Image.open(
        io.BytesIO(content), formats=(*FORMATS, "HEIF") if "HEIF" in Image.OPEN else FORMATS
    )
    scalable = picture.format in {"JPEG", "MPO"}
    if picture.width * picture.height > MAX_PIXELS:
        raise UnfitPicture("pixels")
    if scalable:
        picture.draft(None, _bounds(picture.size))
    picture.load()
    if picture.mode in SHRINKABLE:  # before anything is copied
        picture.thumbnail(_bounds(picture.size))
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    if profile and len(profile) <= MAX_PROFILE_BYTES and picture.mode in {"RGB", "CMYK"}:
        picture = _in_srgb(picture, profile)
    return _on_white(picture)


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the embedded profile: iPhones write Display P3, scanners and printers CMYK.

    A profile that does not fit the picture is ignored.
    """
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return turned or picture


def count_parts(content: bytes) -> None:
    if content.startswith(b"\xff\xd8"):
        _count_jpeg(content)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        _count_chunks(content, 8, ">I", trailer=4)
    elif content.startswith(b"RIFF"):
        _count_chunks(content, 12, "<I", trailer=0)
    elif content[4:8] == b"ftyp":
        _count_boxes(content)


def _count_jpeg(content: bytes) -> None:
    at, segments, scans = 2, 0, 0
    while found := _MARKER.search(content, at):
        marker, at = content[found.end() - 1], found.end()
        if marker == _EOI:
            return
        if marker in {0x01, _SOI}:  # these two have no length
            continue
        segments += 1
        scans += marker == _SOS
        if scans > MAX_SCANS:
            raise UnfitPicture("scans")
        if segments > MAX_SEGMENTS:
            raise UnfitPicture("pieces")
        at += int.from_bytes(content[at : at + 2], "big")


def _count_chunks(content: bytes, at: int, length: str, *, trailer: int) -> None:
    """A chunk is length, type, data, checksum in PNG; type, length, data, padding to even in WebP."""
    png = length == ">I"
    chunks = 0
    while at + 8 <= len(content):
        (size,) = struct.unpack_from(length, content, at if png else at + 4)
        at += 8 + size + trailer + (0 if png else size % 2)
        chunks += 1
        if chunks > MAX_CHUNKS:
            raise UnfitPicture("pieces")


def _count_boxes(content: bytes) -> None:
    """A box of HEIC or AVIF is length (of the whole box), type, data."""
    at, boxes = 0, 0
    while at + 8 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        boxes += 1
        if size == 0:  # the last box extends to the end of the file
            return
        at += max(size, 8) if size != 1 else 16  # 1: a length of 64 bits follows the type
        if boxes > MAX_BOXES:
            raise UnfitPicture("pieces")


def _bounds(size: tuple[int, int]) -> tuple[int, int]:
    long, short = max(size), min(size)
    scale = max(MAX_SIDE_PIXELS / long, min(1.0, READABLE_SIDE / short))
    scale = min(1.0, scale, (MAX_PIXELS_KEPT / (long * short)) ** 0.5)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((0, 0, min(width, 3 * height), min(height, 3 * width)))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in GREY_16:
        picture = picture.convert("I").point(lambda grey: grey * (255 / 65535)).convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        sheet = Image.new("RGB", rgba.size, "white")
        sheet.paste(rgba, mask=rgba.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)  # copies pixels only: no EXIF, profile or comment
    bare.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
