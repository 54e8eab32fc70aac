"""QR codes are read by a scanner, whatever the address."""

from __future__ import annotations

import io
import string

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from louzu.lib.qr_codes import MASK, qr_code
from tests.qr_codes import qr_codes_in

PATHS = st.text(string.ascii_letters + string.digits + "/-_#?=&%.", max_size=150)


def picture_of(code) -> Image.Image:
    file = io.BytesIO()
    code.save(file, kind="png", scale=2, border=2)
    return Image.open(file)


@given(PATHS)
def test_a_scanner_reads_the_address(path):
    address = f"https://louzu.example/{path}"
    assert qr_codes_in(picture_of(qr_code(address))) == [address]


def test_it_is_read_with_a_stain_on_it():
    address = "https://louzu.example/o/114/notice/7/"
    image = picture_of(qr_code(address)).convert("L")
    image.paste(255, (26, 26, 36, 36))
    assert qr_codes_in(image) == [address]


def test_no_time_is_spent_on_the_evenest_pattern():
    assert {qr_code(f"https://louzu.example/{n}").mask for n in range(20)} == {MASK}
