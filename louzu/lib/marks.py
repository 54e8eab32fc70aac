"""Set attributes on objects whose class does not declare them: Django's views, requests, files."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def mark(thing: T, **marks: object) -> T:
    """Set ``marks`` as attributes and return ``thing``. Read them with ``getattr`` and a default,
    because the type checker does not know them."""
    vars(thing).update(marks)
    return thing
