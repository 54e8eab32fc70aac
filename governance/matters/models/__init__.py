from __future__ import annotations

from governance.matters.models.matters import (
    Follower,
    Matter,
    MatterPhoto,
    MatterQuerySet,
    StageChange,
    Steward,
    UntiedThing,
)
from governance.matters.models.promises import AFTER_ANSWERS, Promise, PromiseQuerySet

__all__ = [
    "AFTER_ANSWERS",
    "Follower",
    "Matter",
    "MatterPhoto",
    "MatterQuerySet",
    "Promise",
    "PromiseQuerySet",
    "StageChange",
    "Steward",
    "UntiedThing",
]
