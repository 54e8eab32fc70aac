"""Admin of notices and circulars for the committee."""

from __future__ import annotations

from governance.notices.admin import circulars, notices

__all__ = ["circulars", "notices"]
