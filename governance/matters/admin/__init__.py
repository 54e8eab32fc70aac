"""Desk pages of the matters room."""

from __future__ import annotations

from governance.matters.admin import kinds, matters, share_tables

__all__ = ["kinds", "matters", "share_tables"]
