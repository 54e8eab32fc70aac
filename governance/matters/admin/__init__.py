"""Desk pages of the matters room."""

from __future__ import annotations

from governance.matters.admin import matters

__all__ = ["matters"]
