"""The picture for a chat group, drawn with the font of this machine."""

from __future__ import annotations

import io

import pytest
from django.core.checks import run_checks
from PIL import Image

from governance.inbox import card_image
from governance.inbox.card_image import (
    MAX_TITLE_HEIGHT,
    card_png,
    has_card_font,
)
from residents.models import Building, Neighbourhood
from residents.rooms.sharing import ShareCard
from tests.qr_codes import qr_codes_in

BUILDING = Building(
    slug="114", door_number="114", nickname="连心楼", neighbourhood=Neighbourhood(name="三居")
)
ADDRESS = "http://testserver/o/114/notices.notice/7/0123456789/"


def draw(building=BUILDING, **more):
    words = {"kind": "通知", "title": "明天停水", "url": "/", "asks": "扫一扫，看全文", **more}
    return Image.open(io.BytesIO(card_png(ShareCard(**words), building, ADDRESS, "问李建国")))


def drawn(image, box):
    """Whether anything but paper is in the box."""
    return len(image.crop(box).getcolors(maxcolors=1 << 20)) > 1


@pytest.mark.parametrize("length", [1, 8, 30, 60, 120])
def test_a_title_is_drawn_whole_inside_the_margins(length):
    image = draw(title="满" * length)
    title = card_image._title("满" * length)
    assert sum(map(len, title.lines)) == length, "no character is lost"
    assert title.height <= MAX_TITLE_HEIGHT or title.size == card_image.TITLE_SIZES[-1]
    assert not drawn(image, (1080 - 70, 0, 1080, 1440)), "the right margin stays empty"


def test_everything_at_its_longest_leaves_the_foot_free():
    full = {"title": "满" * 120, "when": "时" * 60, "sentence": "话" * 400, "state": "数" * 80}
    long, short = draw(**full), draw()
    foot = (0, 1440 - 80 - 300, 1080, 1440)
    assert long.crop(foot).tobytes() == short.crop(foot).tobytes()


def test_signs_do_not_begin_a_line():
    font = card_image._font(60)
    for text in ("停水，" * 40, "停水八小时，" * 20, "关水阀！”）" * 20, "同意换门吗？" * 9):
        lines = list(card_image._wrapped(text, 60, 500))
        assert "".join(lines) == text
        assert [line for line in lines if line[:1] in card_image.NEVER_FIRST] == []
        assert [line for line in lines if font.getlength(line) > 500] == []


def test_characters_without_a_glyph_are_left_out():
    assert card_image._drawable("😀停水\U0010fffe") == "停水"


@pytest.mark.parametrize("nickname", ["", "楼", "连心", "连心楼", "连心楼组"])
def test_the_seal_has_the_name_or_the_number(nickname):
    building = Building(
        slug="114", door_number="114", nickname=nickname, neighbourhood=BUILDING.neighbourhood
    )
    assert drawn(draw(building), (90, 90, 210, 210))


def test_the_code_is_that_of_the_address():
    image, size = draw(), card_image.QR_SIZE
    place = image.crop((80, 1440 - 80 - size, 80 + size, 1440 - 80))
    assert qr_codes_in(image) == qr_codes_in(place) == [ADDRESS]


@pytest.mark.parametrize("name", ["none.ttf", "text.ttf"])
def test_without_a_chinese_font_check_says_so(settings, tmp_path, name):
    (tmp_path / "text.ttf").write_text("no font")
    settings.CARD_FONT = tmp_path / name
    assert not has_card_font()
    (found,) = [one for one in run_checks() if one.id == "inbox.I002"]
    assert ["no pictures are offered" in found.msg, "LOUZU_CARD_FONT" in found.hint] == [True] * 2


def test_with_a_chinese_font_check_is_silent():
    assert has_card_font()
    assert [one for one in run_checks() if one.id == "inbox.I002"] == []
