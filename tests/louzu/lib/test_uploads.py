from __future__ import annotations

import io
import struct
import threading
import time
import tracemalloc
import zlib
from pathlib import Path

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image, ImageCms, ImageOps

from louzu.lib import pictures, uploads
from louzu.lib.errors import Refused
from louzu.lib.uploads import (
    CleanPhoto,
    Pdf,
    TooManyUploads,
    UnusablePicture,
    clean_upload,
    clean_upload_early,
    decoding_slot,
)
from louzu.server import size

pytestmark = pytest.mark.reader

GPS = 0x8825
DATA = Path(__file__).parents[2] / "data"


def sent(picture, kind="JPEG", name="照片.jpg", **save):
    out = io.BytesIO()
    picture.save(out, kind, **save)
    return ContentFile(out.getvalue(), name)


def test_a_photo_loses_its_location_and_keeps_its_pixels():
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif[GPS] = {1: "N", 2: (31.0, 20.0, 0.0)}
    photo = clean_upload(sent(Image.new("RGB", (40, 30), "red"), exif=exif))
    assert isinstance(photo, CleanPhoto)
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
    assert isinstance(clean_upload(ContentFile(out.getvalue(), "IMG.HEIC")), CleanPhoto)


RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 30), (30, 30, 220), (255, 255, 255)
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))


def quarters(mode="RGB"):
    """A picture with red and green above blue and white, to identify its corners."""
    picture = Image.new("RGB", (400, 300), WHITE)
    for colour, corner in ((RED, (0, 0)), (GREEN, (200, 0)), (BLUE, (0, 150))):
        picture.paste(colour, (*corner, corner[0] + 200, corner[1] + 150))
    return picture.quantize(8) if mode == "P" else picture.convert(mode)


def sent_heif(picture):
    out = io.BytesIO()
    pillow_heif.from_pillow(picture).save(out, quality=95)
    return ContentFile(out.getvalue(), "IMG.HEIC")


def sent_png_of_16_bits(picture, mode="RGB"):
    """Pillow can read such a file, but not write it."""
    rows = b""
    for y in range(picture.height):
        pixels = [picture.getpixel((x, y)) for x in range(picture.width)]
        parts = [v * 257 for p in pixels for v in ((*p, 255) if mode == "RGBA" else p)]
        rows += b"\0" + struct.pack(f">{len(parts)}H", *parts)
    head = struct.pack(">IIBBBBB", *picture.size, 16, {"RGB": 2, "RGBA": 6}[mode], 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return ContentFile(b"\x89PNG\r\n\x1a\n" + body, "扫描.png")


def colours_in(photo):
    """Return the colours of the four corners, in the picture and its thumbnail."""
    found = []
    for jpeg in (photo.jpeg, photo.thumbnail):
        picture = Image.open(io.BytesIO(jpeg))
        width, height = picture.size
        found.append([picture.getpixel((int(width * x), int(height * y))) for x, y in CORNERS])
    return found


def are_near(found, wanted):
    return all(
        abs(a - b) <= 12
        for colours in found
        for colour, meant in zip(colours, wanted, strict=True)
        for a, b in zip(colour, meant, strict=True)
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: sent(quarters(), quality=95),
        lambda: sent(quarters("CMYK"), quality=95),
        lambda: sent(quarters("P"), "PNG"),
        lambda: sent(quarters("RGBA"), "PNG"),
        lambda: sent(quarters("P"), "GIF"),
        lambda: sent(quarters(), "WEBP", quality=95),
        lambda: sent(quarters(), "MPO", save_all=True, append_images=[quarters("L")], quality=95),
        lambda: sent(quarters(), "AVIF", quality=95),
        lambda: sent_heif(quarters()),
        lambda: sent_png_of_16_bits(quarters()),
        lambda: sent_png_of_16_bits(quarters(), "RGBA"),
    ],
    ids=[
        "jpeg",
        "cmyk",
        "palette",
        "rgba",
        "gif",
        "webp",
        "mpo",
        "avif",
        "heic",
        "rgb16",
        "rgba16",
    ],
)
def test_each_kind_of_picture_keeps_its_colours_and_its_size(make):
    photo = clean_upload(make())
    assert (photo.width, photo.height) == (400, 300)
    assert are_near(colours_in(photo), (RED, GREEN, BLUE, WHITE)), colours_in(photo)


@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "AVIF"])
def test_each_kind_of_picture_that_was_taken_sideways_stands_upright(kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    more = {"save_all": True, "append_images": [quarters()]} if kind == "MPO" else {}
    photo = clean_upload(sent(quarters(), kind, exif=exif, **more))
    assert (photo.width, photo.height) == (300, 400)
    assert are_near(colours_in(photo), (BLUE, RED, WHITE, GREEN)), colours_in(photo)


def heif_turned(orientation, *, said_in_exif):
    """Rotated or mirrored like a phone's picture: by the boxes ``irot`` and ``imir``, which EXIF
    repeats."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[ORIENTATION] = orientation
    picture = pillow_heif.from_pillow(quarters())
    picture.save(out, quality=95, exif=exif.tobytes())
    content = out.getvalue()
    at = content.index(TIFF) + len(TIFF) + 10
    assert content[at : at + 2] == bytes([0, orientation])
    return content[: at + 1] + bytes([said_in_exif]) + content[at + 2 :]


ORIENTATION, TIFF = 0x0112, b"MM\0*\0\0\0\x08"
BY_BOXES = {2: b"imir", 3: b"irot", 4: b"imir", 5: b"imir", 6: b"irot", 7: b"imir", 8: b"irot"}


@pytest.mark.parametrize("orientation", BY_BOXES)
@pytest.mark.parametrize("exif", ["says the same", "says nothing", "is alone"])
def test_a_heic_is_turned_once_by_its_boxes(orientation, exif):
    """EXIF alone does not rotate: ISO/IEC 23008-12 requires readers to use the boxes, and browsers
    and phones do."""
    written = 1 if exif == "is alone" else orientation
    found = 1 if exif == "says nothing" else orientation
    content = heif_turned(written, said_in_exif=found)
    assert (BY_BOXES[orientation] in content) == (exif != "is alone")
    upright = quarters()
    upright.getexif()[ORIENTATION] = written
    upright = ImageOps.exif_transpose(upright)
    wanted = [
        upright.getpixel((int(upright.width * x), int(upright.height * y))) for x, y in CORNERS
    ]
    photo = clean_upload(ContentFile(content, "IMG.HEIC"))
    assert (photo.width, photo.height) == upright.size
    assert are_near(colours_in(photo), wanted), colours_in(photo)


def test_a_clear_colour_of_a_palette_is_white():
    picture = quarters("P")
    photo = clean_upload(sent(picture, "PNG", transparency=picture.getpixel((9, 9))))
    assert are_near(colours_in(photo), (WHITE, GREEN, BLUE, WHITE))


def test_a_profile_says_which_colours_are_meant():
    """This profile swaps red and green. A broken profile is ignored."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1)
    turned = turned.replace(b"????", b"gXYZ", 1)
    photo = clean_upload(sent(quarters(), "PNG", icc_profile=turned))
    (red, green, *_others), _small = colours_in(photo)
    assert (red[1] > red[0], green[0] > green[1]) == (True, True)
    plain = clean_upload(sent(quarters(), "PNG", icc_profile=b"no profile at all"))
    assert are_near(colours_in(plain), (RED, GREEN, BLUE, WHITE))


def test_a_large_photo_is_made_smaller_and_a_clear_one_white():
    photo = clean_upload(sent(Image.new("RGBA", (4000, 2000), (0, 0, 0, 0)), "PNG"))
    picture = Image.open(io.BytesIO(photo.jpeg))
    assert (picture.size, picture.getpixel((5, 5))) == ((2160, 1080), (255, 255, 255))
    assert max(Image.open(io.BytesIO(photo.thumbnail)).size) == pictures.THUMBNAIL_SIDE


def test_a_phones_largest_photos_are_taken():
    """50 megapixels as rotated JPEG, and 24 megapixels of a newer iPhone as HEIC."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = clean_upload(sent(Image.new("L", (8192, 6144)), exif=exif))
    heic = clean_upload(ContentFile((DATA / "phone-24mp.heic").read_bytes(), "IMG.HEIC"))
    assert (lying.width, lying.height) == (1536, 2048)
    assert (heic.width, heic.height) == (2048, 1536)


def test_50_megapixels_are_taken_as_png_too():
    photo = clean_upload(sent(Image.new("L", (8160, 6120)), "PNG"))
    assert (photo.width, photo.height) == (2048, 1536)


@pytest.mark.parametrize(
    ("name", "text"), [("片子.mp4", "请发照片"), ("扫描.bmp", "请发照片"), ("照片.jpg", "打不开")]
)
def test_what_is_no_photo_is_told_what_may_be_sent(name, text):
    with pytest.raises(UnusablePicture, match=text):
        clean_upload(ContentFile(b"RIFF, or any other film or picture", name))


def test_a_pdf_may_have_anything_behind_it():
    content = b"%PDF-1.7\n%%EOF\n" + b"<!-- signed -->" * 400
    assert clean_upload(ContentFile(content, "报价.pdf")).content == content


def test_a_grey_scan_of_16_bits_is_not_blank():
    photo = clean_upload(ContentFile((DATA / "grey16.png").read_bytes(), "扫描.png"))
    low, high = Image.open(io.BytesIO(photo.jpeg)).convert("L").getextrema()
    assert (low < 20, high > 235) == (True, True)


@pytest.mark.parametrize(
    ("size", "readable"), [((1080, 9000), 1080), ((1170, 20_000), 900), ((9000, 700), 700)]
)
def test_a_long_screenshot_stays_readable(size, readable):
    photo = clean_upload(sent(Image.new("1", size), "PNG"))
    assert min(photo.width, photo.height) >= readable
    assert photo.width * photo.height <= pictures.MAX_PIXELS_KEPT
    small = Image.open(io.BytesIO(photo.thumbnail))
    assert max(small.size) <= 3 * min(small.size)


def huge_png():
    """A header for 20,000 × 20,000 pixels without data."""
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
        b"x" * (uploads.MAX_FILE_BYTES + 1),
    ],
    ids=["empty", "svg", "html", "cut off", "huge", "heavy"],
)
def test_what_is_no_photo_is_refused_by_name(content):
    with pytest.raises(Refused, match=r"坏的\.jpg"):
        clean_upload(ContentFile(content, "坏的.jpg"))


def test_too_many_pixels_are_refused_before_they_are_decoded():
    with pytest.raises(UnusablePicture, match="5000万") as refused:
        clean_upload(sent(Image.new("1", (9000, 6000)), "PNG"))
    assert not refused.value.costly


def empty_scans(side, scans):
    """A progressive JPEG with additional empty scans of 26 bytes."""
    out = io.BytesIO()
    Image.new("L", (side, side), 128).save(out, "JPEG", progressive=True)
    table = b"\xff\xc4\x00\x15\x13" + bytes([1, 1] + [0] * 14) + b"\xe0\x00"
    runs, rest = divmod(((side + 7) // 8) ** 2, 32767)
    bits = ("0" + "1" * 14) * runs + (
        "0" + format(rest - 16384, "014b") if rest > 16384 else "10" * rest
    )
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    scan = b"\xff\xda\x00\x08\x01\x01\x03\x01\x3f\x00" + data
    return out.getvalue()[:-2] + table + scan * scans + b"\xff\xd9"


def chunky_png(chunks):
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "PNG")
    empty = struct.pack(">I", 0) + b"teXt" + struct.pack(">I", zlib.crc32(b"teXt"))
    return out.getvalue()[:33] + empty * chunks + out.getvalue()[33:]


def chunky_webp(chunks):
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "WEBP")
    return out.getvalue() + (b"XXXX" + struct.pack("<I", 0)) * chunks


def long_heic(boxes):
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "blue")).save(out)
    return out.getvalue() + b"\0\0\0\x08free" * boxes


def long_jpeg(segments):
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")
    return out.getvalue()[:2] + b"\xff\xfe\x00\x02" * segments + out.getvalue()[2:]


@pytest.mark.parametrize(
    ("make", "few", "many"),
    [
        (lambda n: empty_scans(3500, n), 20, 2000),
        (lambda n: empty_scans(3500, n), 0, 400_000),
        (long_jpeg, 1000, 1_000_000),
        (chunky_png, 10_000, 800_000),
        (chunky_webp, 10_000, 1_000_000),
        (long_heic, 500, 1_000_000),
    ],
    ids=["scans", "a file full of scans", "segments", "png chunks", "webp chunks", "heic boxes"],
)
def test_a_picture_is_bounded_in_pieces_before_it_is_decoded(make, few, many):
    """Security review H4: 400,000 scans of 26 bytes took six minutes."""
    assert isinstance(clean_upload(ContentFile(make(few), "a")), CleanPhoto)
    with pytest.raises(UnusablePicture, match="不像手机拍的") as refused:
        clean_upload(ContentFile(make(many), "a"))
    assert refused.value.costly


def test_an_embedded_thumbnail_and_what_stands_behind_a_photo_are_not_counted():
    """Motion photos have a film after the picture, and EXIF has a picture before it."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", comment=b"\xff\xda" * 100)
    assert isinstance(
        clean_upload(ContentFile(out.getvalue() + b"\xff\xda" * 100, "a")), CleanPhoto
    )


def test_a_photo_of_20_megabytes_is_taken():
    content = sent(quarters()).read() + b"a film of three seconds" * 900_000
    assert len(content) > 20_000_000
    assert isinstance(clean_upload(ContentFile(content, "a")), CleanPhoto)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("while True: pass", "处理得太久"),
        (
            "import resource, os; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
            "处理得太久",
        ),
        ("import sys; sys.exit('a fault of ours')", "打不开"),
    ],
    ids=["by the clock", "by the processor", "a fault"],
)
def test_a_decoder_that_does_not_end_is_ended(tmp_path, monkeypatch, caplog, body, sentence):
    program = tmp_path / "pictures.py"
    program.write_text(body)
    monkeypatch.setattr(uploads, "DECODER", program)
    if "resource" not in body:
        monkeypatch.setattr(uploads, "MAX_DECODE_SECONDS", 0.3)
    with pytest.raises(UnusablePicture, match=sentence):
        clean_upload(ContentFile(b"GIF89a", "a"))
    assert ("a fault of ours" in caplog.text) == ("fault" in body)


def test_the_decoder_gets_no_secret(tmp_path, monkeypatch):
    program = tmp_path / "pictures.py"
    program.write_text(
        "import os, json; print(json.dumps({'refused': 'LOUZU_HOME' in os.environ and 'time' or 'pixels'}))"
    )
    monkeypatch.setattr(uploads, "DECODER", program)
    monkeypatch.setenv("LOUZU_HOME", "/somewhere")
    with pytest.raises(UnusablePicture, match="像素"):
        clean_upload(ContentFile(b"GIF89a", "a"))


def test_a_worker_keeps_a_thread_for_pages(monkeypatch):
    assert uploads.MAX_DECODING < size.THREADS
    taken = [decoding_slot() for _seat in range(uploads.MAX_DECODING)]
    for one in taken:
        one.__enter__()
    with pytest.raises(TooManyUploads, match="写的字都还在"), decoding_slot():
        pass
    for one in taken:
        one.__exit__(None, None, None)
    with decoding_slot() as until:
        assert until > time.monotonic()


def test_pictures_take_turns_and_nobody_waits_for_ever():
    turn = threading.Lock()
    photo = ContentFile(b"GIF89a", "a")
    with pytest.MonkeyPatch.context() as patch, turn:
        patch.setattr(uploads, "_decoder_lock", turn)
        assert isinstance(clean_upload_early(photo, until=time.monotonic()), TooManyUploads)
    with pytest.raises(TooManyUploads):
        clean_upload(photo)


def _content(cleaned):
    assert isinstance(cleaned, Pdf)
    assert cleaned.size == len(cleaned.content)
    return cleaned.content


def test_a_pdf_is_not_held_in_memory():
    upload = TemporaryUploadedFile("图.pdf", "application/pdf", 0, None)
    upload.write(b"%PDF-1.7\n" + bytes(2**20) + b"\n%%EOF")
    upload.size = upload.tell()
    tracemalloc.start()
    cleaned = clean_upload(upload)
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(_content(cleaned)), kept < 2**19) == (upload.size, True)


@pytest.mark.parametrize("name", ["bom.pdf", "tail.pdf"])
def test_a_pdf_is_known_by_its_content_with_what_readers_pass_over(name):
    content = (DATA / name).read_bytes()
    assert _content(clean_upload(ContentFile(content, "图.jpg"))) == content


def test_a_pdf_keeps_every_byte():
    content = b"%PDF-1.7\nbody\n%%EOF\r\n"
    assert _content(clean_upload(ContentFile(content, "图.jpg"))) == content
