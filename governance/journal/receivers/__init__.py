"""Receivers that write the journal's lines."""

from __future__ import annotations

from governance.journal.receivers import desk, homes, owners, people

__all__ = ["desk", "homes", "owners", "people"]
