from __future__ import annotations

from governance.matters.models.matters import Matter

__all__ = ["Matter"]
