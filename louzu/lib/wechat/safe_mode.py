"""Safe mode (安全模式): events that WeChat encrypts with the account's EncodingAESKey."""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree.ElementTree import ParseError

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
"""An EncodingAESKey as WeChat shows it."""
BLOCK = 32
"""Bytes to which WeChat fills up what it encrypts."""
RANDOM, LENGTH = 16, 4
"""Bytes before the event: random ones, and its length."""


class NotDecryptedError(Exception):
    """The body was not encrypted with the account's key, or is meant for another account."""


def encrypted_part(body: bytes) -> str:
    """Return the text of ``Encrypt``. Raises NotDecryptedError if there is none."""
    try:
        found = fromstring(body).findtext("Encrypt", "").strip()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotDecryptedError from error
    if not found:
        raise NotDecryptedError
    return str(found)


def decrypt(encrypted: str, *, aes_key: str, app_id: str) -> bytes:
    """Return the XML of an event. Raises NotDecryptedError."""
    try:
        plain = _unpadded(_cipher(aes_key), base64.b64decode(encrypted, validate=True))
    except (binascii.Error, ValueError) as error:
        raise NotDecryptedError from error
    begin = RANDOM + LENGTH
    end = begin + int.from_bytes(plain[RANDOM:begin], "big")
    if plain[end:] != app_id.encode():
        raise NotDecryptedError
    return plain[begin:end]


def _unpadded(cipher: Cipher[modes.CBC], data: bytes) -> bytes:
    decryptor, unpadder = cipher.decryptor(), PKCS7(BLOCK * 8).unpadder()
    padded = decryptor.update(data) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(f"{aes_key}=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
