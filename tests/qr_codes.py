"""Read QR codes from pictures, module by module, as a phone's camera sees them."""

from __future__ import annotations

import segno

from governance.inbox import card_image


def rows_of(address):
    code = segno.make_qr(address, error="m")
    return [bytes(row) for row in code.matrix_iter(border=2)]


def is_code_on_card(image, address):
    """Whether the picture card has the code of this address, and no other, at its foot."""
    rows = rows_of(address)
    scale = card_image.QR_SIZE // len(rows)
    edge = (card_image.QR_SIZE - scale * len(rows)) // 2
    left, top = 80 + edge + scale // 2, 1440 - 80 - card_image.QR_SIZE + edge + scale // 2
    seen = [
        bytes(
            image.getpixel((left + x * scale, top + y * scale)) == (0, 0, 0)
            for x in range(len(rows))
        )
        for y in range(len(rows))
    ]
    return seen == rows
