"""What the journal hears from below."""

from __future__ import annotations

from governance.journal.receivers import desk, people

__all__ = ["desk", "people"]
