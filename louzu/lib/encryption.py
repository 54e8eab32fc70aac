"""Encrypt values that the database stores, so that the database alone is not enough to read them."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


def cipher(purpose: str) -> Fernet:
    """Return a cipher with a key derived from SECRET_KEY, another one for each purpose."""
    key = salted_hmac(purpose, "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
