"""Read the QR codes in a picture, as a phone's camera does."""

from __future__ import annotations

import zxingcpp
from PIL import Image


def qr_codes_in(image: Image.Image) -> list[str]:
    """Return the text of each QR code in the picture."""
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
