"""Files as a browser sends them."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo(**save):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", **save)
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
