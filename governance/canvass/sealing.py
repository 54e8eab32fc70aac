"""Cryptography of secret votes, built from the ``cryptography`` package only.

A ballot is encrypted with HPKE (RFC 9180) to the vote's public key. Each of three holders has a
passphrase of 24 random digits (about 80 bits), from which Argon2id derives an X25519 key. The
server stores the public half only. For each pair of holders, the vote's private key is encrypted to
one holder and the result to the other, so any two passphrases open it and one does not.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.conf import settings

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
DIGITS, GROUP = 24, 4
SALT_BYTES = 16
ITERATIONS, LANES = 2, 1
"""With 19 MiB (``PASSPHRASE_MEMORY_KIB``) OWASP's minimum for Argon2id, enough for 24 random digits."""
CHOICE_BYTES, GRAIN_BYTES = 16, 16


class CannotOpen(Exception):  # noqa: N818 -- named for reading as "except CannotOpen"
    """Wrong key, or invalid ciphertext."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A decrypted ballot. ``grain`` is random and tells a copy of a ballot from another ballot."""

    choice: str
    grain: bytes


def new_passphrase() -> str:
    return "".join(secrets.choice("0123456789") for _digit in range(DIGITS))


def bare(typed: str) -> str:
    """Return the digits of a typed passphrase, without spaces and dashes, from any character width."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c in "0123456789")


def grouped(passphrase: str) -> list[str]:
    return [passphrase[at : at + GROUP] for at in range(0, len(passphrase), GROUP)]


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def holder_key(passphrase: str, salt: bytes) -> X25519PrivateKey:
    derive = Argon2id(
        salt=salt,
        length=32,
        iterations=ITERATIONS,
        lanes=LANES,
        memory_cost=settings.PASSPHRASE_MEMORY_KIB,
    )
    return X25519PrivateKey.from_private_bytes(derive.derive(bare(passphrase).encode()))


def public_half(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def wrap(secret: X25519PrivateKey, one: bytes, two: bytes, info: bytes) -> bytes:
    """Encrypt ``secret`` to the public key ``one``, and the result to ``two``."""
    inner = SUITE.encrypt(secret.private_bytes_raw(), X25519PublicKey.from_public_bytes(one), info)
    return SUITE.encrypt(inner, X25519PublicKey.from_public_bytes(two), info)


def unwrap(
    wrapped: bytes, one: X25519PrivateKey, two: X25519PrivateKey, info: bytes
) -> X25519PrivateKey:
    """Raises CannotOpen unless the keys are those given to ``wrap``, in the same order."""
    return X25519PrivateKey.from_private_bytes(_open(_open(wrapped, two, info), one, info))


def seal(choice: str, public: bytes, info: bytes) -> bytes:
    """Encrypt a ballot. All ballots have the same length, and equal choices differ."""
    message = choice.encode().ljust(CHOICE_BYTES, b"\0") + secrets.token_bytes(GRAIN_BYTES)
    return SUITE.encrypt(message, X25519PublicKey.from_public_bytes(public), info)


def unseal(sealed: bytes, key: X25519PrivateKey, info: bytes) -> Ballot:
    """Raises CannotOpen if the ballot belongs to another vote or is malformed."""
    message = _open(sealed, key, info)
    if len(message) != CHOICE_BYTES + GRAIN_BYTES:
        raise CannotOpen
    choice = message[:CHOICE_BYTES].rstrip(b"\0").decode("ascii", "replace")
    return Ballot(choice, message[CHOICE_BYTES:])


def _open(sealed: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    try:
        return SUITE.decrypt(sealed, key, info)
    except InvalidTag as reason:
        raise CannotOpen from reason
