from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from louzu.lib import uploads
from louzu.lib.errors import Refused
from louzu.lib.uploads import Pdf, Photo, clean_upload

GPS = 0x8825


def sent(picture, kind="JPEG", name="照片.jpg", **save):
    out = io.BytesIO()
    picture.save(out, kind, **save)
    return ContentFile(out.getvalue(), name)


def test_a_photo_loses_its_location_and_keeps_its_pixels():
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif[GPS] = {1: "N", 2: (31.0, 20.0, 0.0)}
    photo = clean_upload(sent(Image.new("RGB", (40, 30), "red"), exif=exif))
    assert isinstance(photo, Photo)
    clean = Image.open(io.BytesIO(photo.jpeg))
    assert (clean.size, dict(clean.getexif()), clean.info.get("exif")) == ((40, 30), {}, None)


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = clean_upload(sent(Image.new("RGB", (40, 30), "red"), exif=exif))
    assert (photo.width, photo.height) == (30, 40)


def test_an_iphones_photo_is_taken():
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "blue")).save(out)
    assert isinstance(clean_upload(ContentFile(out.getvalue(), "IMG.HEIC")), Photo)


def test_a_large_photo_is_made_smaller_and_a_clear_one_white():
    photo = clean_upload(sent(Image.new("RGBA", (4000, 1000), (0, 0, 0, 0)), "PNG"))
    picture = Image.open(io.BytesIO(photo.jpeg))
    assert (picture.size, picture.getpixel((5, 5))) == ((2048, 512), (255, 255, 255))
    assert max(Image.open(io.BytesIO(photo.thumbnail)).size) == uploads.THUMBNAIL_SIDE


def huge_png():
    """A header that announces 20,000 × 20,000 pixels, and nothing behind it."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>%PDF-1.4 %%EOF",
        b"\xff\xd8\xff\xe0" + b"\0" * 40,
        huge_png(),
        b"x" * (uploads.LARGEST_FILE + 1),
    ],
    ids=["empty", "svg", "html", "cut off", "huge", "heavy"],
)
def test_what_is_no_photo_is_refused_by_name(content):
    with pytest.raises(Refused, match=r"坏的\.jpg"):
        clean_upload(ContentFile(content, "坏的.jpg"))


def test_more_than_twelve_megapixels_are_refused_before_they_are_decoded():
    with pytest.raises(Refused, match="1200万"):
        clean_upload(sent(Image.new("1", (4500, 3000)), "PNG"))


def test_a_pdf_is_known_by_its_content():
    content = b"%PDF-1.7\nbody\n%%EOF\n"
    assert clean_upload(ContentFile(content, "图.jpg")) == Pdf(content)
