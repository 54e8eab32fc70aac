"""Signatures: those of WeChat's events, and ours of pages that use its scripts."""

from __future__ import annotations

import hashlib
import hmac
import time

MAX_AGE = 10 * 60
"""Seconds after which a signature is not accepted any more."""


def event_signature(token: str, timestamp: str, nonce: str, encrypted: str = "") -> str:
    """Return ``signature``, or ``msg_signature`` of what is encrypted."""
    joined = "".join(sorted((token, timestamp, nonce, encrypted)))
    return hashlib.sha1(joined.encode()).hexdigest()  # noqa: S324 -- WeChat's choice


def is_signed(
    token: str, *, signature: str, timestamp: str, nonce: str, encrypted: str = ""
) -> bool:
    """Return whether WeChat signed the request with ``token`` in the last minutes."""
    right = event_signature(token, timestamp, nonce, encrypted)
    if not hmac.compare_digest(right.encode(), signature.encode()):
        return False
    return timestamp.isdecimal() and abs(time.time() - int(timestamp)) <= MAX_AGE


def share_signature(ticket: str, *, nonce: str, timestamp: int, url: str) -> str:
    """Sign a page. ``url`` is its address as the browser has it; what follows a # is left out."""
    address, _hash, _fragment = url.partition("#")
    signed = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324 -- WeChat's choice
