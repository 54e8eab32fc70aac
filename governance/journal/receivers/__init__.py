"""What the journal hears from below."""

from __future__ import annotations

from governance.journal.receivers import desk, homes, people

__all__ = ["desk", "homes", "people"]
