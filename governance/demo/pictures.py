"""Drawings of people, papers and the building, because the demo contains no real photos. Those of
which there are many are drawn once."""

from __future__ import annotations

import io
from functools import cache

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from louzu.lib.uploads import File, clean_upload

SKIN, INK, LINE = "#f0cfae", "#25201a", "#857864"
LOOKS = (
    ("#dfe9dc", "#b4b0a8", "#5d7a57"),
    ("#e1edf8", "#3a332c", "#1d4b78"),
    ("#f7e6d8", "#6a4a36", "#932616"),
    ("#efe7d8", "#d8d4cc", "#6b5a8a"),
    ("#f3ecd2", "#1f1b17", "#7d6a22"),
)
"""Colours of wall, hair and coat."""


def portrait(number: int, name: str) -> File:
    wall, hair, coat = LOOKS[number % len(LOOKS)]
    sheet = Image.new("RGB", (480, 600), wall)
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((110, 80, 370, 340), fill=hair)
    if number % 2:
        draw.rectangle((110, 210, 370, 400), fill=hair)
    draw.rectangle((205, 330, 275, 430), fill=SKIN)
    draw.ellipse((60, 400, 420, 900), fill=coat)
    draw.ellipse((140, 130, 340, 370), fill=SKIN)
    for eye in (195, 270):
        draw.ellipse((eye, 235, eye + 14, 249), fill=INK)
    draw.arc((195, 250, 285, 325), 20, 160, fill=INK, width=5)
    return _saved(sheet, f"{name}.png", "PNG")


def quote(name: str, price: int) -> File:
    """Return a PDF of one page with some lines and a sum."""
    sheet = Image.new("RGB", (620, 877), "#ffffff")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((60, 60, 300, 84), fill=INK)
    for row in range(9):
        top = 150 + row * 56
        draw.line((60, top, 560, top), fill=LINE, width=2)
        draw.rectangle((70, top + 20, 150 + 37 * (row * 5 % 7), top + 32), fill=LINE)
    draw.text((400, 700), f"{price:,.2f}", fill=INK, font_size=32)
    draw.ellipse((420, 740, 540, 860), outline="#932616", width=6)
    return _saved(sheet, f"{name}报价单.pdf", "PDF")


@cache
def paper(name: str) -> File:
    """Return a PDF of one page with lines and a stamp."""
    sheet = Image.new("RGB", (620, 877), "#ffffff")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((160, 70, 460, 98), fill=INK)
    for row in range(16):
        top = 160 + row * 36
        draw.rectangle((70, top, 430 + 120 * (row % 3 > 0), top + 8), fill=LINE)
    draw.ellipse((400, 720, 520, 840), outline="#932616", width=6)
    return _saved(sheet, f"{name}.pdf", "PDF")


@cache
def building_with_lift() -> File:
    sheet = Image.new("RGB", (1600, 1000), "#f7f2e8")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 880, 1600, 1000), fill="#d9cdb8")
    draw.rectangle((420, 140, 1240, 880), fill="#efe7d8", outline="#857864", width=6)
    draw.polygon([(390, 140), (830, 40), (1270, 140)], fill="#932616")
    for floor in range(6):
        top = 170 + floor * 118
        for column in range(4):
            left = 460 + column * 195
            draw.rectangle(
                (left, top, left + 140, top + 76), fill="#9cc8f2", outline="#51483b", width=4
            )
    draw.rectangle((1240, 100, 1400, 880), fill="#e1edf8", outline="#1d4b78", width=6)
    draw.rectangle((1264, 560, 1376, 700), fill="#932616")
    return _saved(sheet, "电梯.png", "PNG")


def _saved(sheet: Image.Image, name: str, form: str) -> File:
    out = io.BytesIO()
    sheet.save(out, form)
    return File(name, clean_upload(ContentFile(out.getvalue(), name)))
