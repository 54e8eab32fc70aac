"""The picture of something that is forwarded to a chat group."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from louzu.lib.components import SEAL_PLACES
from louzu.lib.qr_codes import qr_code
from residents.models import Building
from residents.rooms.sharing import ShareCard

WIDTH, HEIGHT, MARGIN = 1080, 1440, 80
PAPER, INK, SOFT, CINNABAR = "#fffdf8", "#1d1915", "#4a423a", "#932616"
SEAL_SIZE, QR_SIZE = 150, 300
LEADING = 1.32
TITLE_SIZES = (112, 96, 84, 72, 62, 54)
MAX_TITLE_HEIGHT, MAX_SENTENCE_LINES = 400, 5
NEVER_FIRST = "，。、；：？！）》”’…"
"""Signs that stay with the line before them."""
PROBE_SIZE = 40
MISSING = "\U0010ffff"
"""A code point without a glyph in any font."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size."""

    lines: list[str]
    size: int
    colour: str

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)


def has_card_font() -> bool:
    """Whether the font exists and has Chinese characters. Without, Pillow would draw boxes."""
    try:
        return _has_glyph(str(settings.CARD_FONT), "楼")
    except OSError:
        return False


def card_png(card: ShareCard, building: Building, address: str, contact: str) -> bytes:
    """Draw seal, kind, title, time, sentence, numbers, QR code and whom to call.

    Raises OSError without a font.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _draw_head(draw, building)
    y = MARGIN + SEAL_SIZE + 50
    for block in _blocks(card):
        y = _draw_block(draw, block, y) + 30
    _draw_foot(image, draw, card, address, contact)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return _font_of(str(settings.CARD_FONT), size)


@cache
def _font_of(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the simplified Chinese face of the font, if it is a collection."""
    basic = ImageFont.Layout.BASIC  # the other engine fails on some texts, and Chinese needs none
    for index in range(_faces(path)):
        font = ImageFont.truetype(path, size, index=index, layout_engine=basic)
        if "SC" in str(font.getname()[0]).split():
            return font
    return ImageFont.truetype(path, size, layout_engine=basic)


def _faces(path: str) -> int:
    """Number of fonts in the file. Only a collection has several."""
    with open(path, "rb") as file:  # noqa: PTH123 -- a short read
        head = file.read(12)
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1


@cache
def _has_glyph(path: str, character: str) -> bool:
    font = _font_of(path, PROBE_SIZE)
    return bytes(font.getmask(character)) != bytes(font.getmask(MISSING))


def _drawable(text: str) -> str:
    """Leave out characters that the font lacks, such as emoji."""
    path = str(settings.CARD_FONT)
    return "".join(one for one in text if one in " \n" or _has_glyph(path, one))


def _wrapped(text: str, size: int, width: int) -> Iterator[str]:
    """Break lines between any two characters but before closing signs, which take the character before
    them to the next line."""
    font = _font(size)
    for paragraph in _drawable(text).split("\n"):
        line = ""
        for character in paragraph:
            if font.getlength(line + character) > width:
                kept = len(line) if character not in NEVER_FIRST else _last_break(line)
                yield line[:kept].rstrip()
                line = (line[kept:] + character).lstrip(" ")
            else:
                line += character
        yield line


def _last_break(line: str) -> int:
    """Return where a line may end so that no closing sign begins the next one."""
    before = len(line) - 1
    while before > 0 and line[before] in NEVER_FIRST:
        before -= 1
    return before or len(line)


def _block(text: str, size: int, colour: str, most: int = 99) -> Block:
    """Wrap a text. Lines after ``most`` are cut with an ellipsis."""
    lines = list(_wrapped(text, size, WIDTH - 2 * MARGIN))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
    return Block(lines, size, colour)


def _title(text: str) -> Block:
    """Return the title in the largest size in which it fits."""
    blocks = [_block(text, size, INK) for size in TITLE_SIZES]
    return next((block for block in blocks if block.height <= MAX_TITLE_HEIGHT), blocks[-1])


def _blocks(card: ShareCard) -> Iterator[Block]:
    yield _block(card.kind, 44, CINNABAR, most=1)
    yield _title(card.title)
    if card.when:
        yield _block(card.when, 50, CINNABAR, most=2)
    if card.sentence:
        yield _block(card.sentence, 42, SOFT, most=MAX_SENTENCE_LINES)
    if card.state:
        yield _block(card.state, 42, INK, most=2)


def _draw_block(draw: ImageDraw.ImageDraw, block: Block, y: int) -> int:
    """Draw the lines that fit above the foot, and return the height below them."""
    end = HEIGHT - MARGIN - QR_SIZE - 40
    for number, line in enumerate(block.lines):
        top = y + round(number * block.size * LEADING)
        if top + block.size <= end:
            draw.text((MARGIN, top), line, font=_font(block.size), fill=block.colour)
    return y + block.height


def _draw_head(draw: ImageDraw.ImageDraw, building: Building) -> None:
    _draw_seal(draw, building)
    left, width = MARGIN + SEAL_SIZE + 36, WIDTH - 2 * MARGIN - SEAL_SIZE - 36
    place = f"{building.neighbourhood.name} {building.door}"
    for text, size, top in ((building.name, 64, 14), (place, 38, 96)):
        line = next(_wrapped(text, size, width))
        draw.text((left, MARGIN + top), line, font=_font(size), fill=INK)
    bottom = MARGIN + SEAL_SIZE + 24
    draw.line((MARGIN, bottom, WIDTH - MARGIN, bottom), fill=CINNABAR, width=4)


def _draw_seal(draw: ImageDraw.ImageDraw, building: Building) -> None:
    """Draw the seal as the template tag ``seal`` does, 48 units wide."""
    unit = SEAL_SIZE / 48
    name = building.nickname[:4]
    parts = list(name) or [building.door_number[:4]]
    places = SEAL_PLACES[len(name)] if name else ((24, 31, 18),)
    box = (MARGIN, MARGIN, MARGIN + SEAL_SIZE, MARGIN + SEAL_SIZE)
    draw.rounded_rectangle(box, radius=5 * unit, fill=CINNABAR)
    rim = 4 * unit
    inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    draw.rounded_rectangle(inner, radius=3 * unit, outline=PAPER, width=3)
    for character, (x, baseline, size) in zip(parts, places, strict=True):
        at = (MARGIN + x * unit, MARGIN + baseline * unit)
        draw.text(at, character, font=_font(round(size * unit)), fill=PAPER, anchor="ms")


def _draw_foot(
    image: Image.Image, draw: ImageDraw.ImageDraw, card: ShareCard, address: str, contact: str
) -> None:
    top = HEIGHT - MARGIN - QR_SIZE
    image.paste(_qr_image(address), (MARGIN, top))
    left, width = MARGIN + QR_SIZE + 40, WIDTH - 2 * MARGIN - QR_SIZE - 40
    y = top + 10
    for text, size, colour in ((card.asks, 44, INK), (contact, 38, SOFT)):
        for line in list(_wrapped(text, size, width))[:4]:
            draw.text((left, y), line, font=_font(size), fill=colour)
            y += round(size * LEADING)
        y += 16


def _qr_image(address: str) -> Image.Image:
    rows = [bytes(row) for row in qr_code(address).matrix_iter(border=2)]
    modules = Image.new("1", (len(rows), len(rows)), 1)
    modules.putdata([1 - dark for row in rows for dark in row])
    scale = QR_SIZE // len(rows)
    drawn = modules.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)
    whole = Image.new("RGB", (QR_SIZE, QR_SIZE), "white")
    edge = (QR_SIZE - drawn.width) // 2
    whole.paste(drawn, (edge, edge))
    return whole
