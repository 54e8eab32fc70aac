"""The committee's desk for the notice boards."""

from __future__ import annotations

from governance.notices.admin import circulars, notices

__all__ = ["circulars", "notices"]
