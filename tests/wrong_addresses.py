"""Addresses that cannot be read as they stand."""

from __future__ import annotations

WRONG = [
    "https://[",
    "https://[::1",
    "https://]",
    "https://example.org:x/",
    "https://example.org:99999/",
    "https://example.org/a b",
    "https://example.org/\r\nHost: x",
    "https://exam\tple.org/",
    "https://example.org/\x00",
    "https://example\u2100.org/",
    "https://example.org/\u3000",
]
