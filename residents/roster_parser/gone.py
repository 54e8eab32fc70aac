"""Patterns for people who have died or moved away.

Used to find the kind of a heading, to read remarks beside names, and to count the people of a
household.
"""

from __future__ import annotations

DEATH = "已故|亡故|故世|去世|过世|病故|病逝|逝世|离世|死亡|身故"
AWAY = (
    "迁出|迁走|已迁|搬走|搬离|搬出|已搬|搬家|空挂|挂户|户在人不在|人户分离"
    "|不住(?:这|此|本)|不在(?:这|此|本)?(?:里|处)?住|外住|失踪"
)
"""Registered here and living elsewhere, or gone without a trace."""
