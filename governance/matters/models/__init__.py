from __future__ import annotations

from governance.matters.models.documents import Document, DocumentFile, DocumentVersion
from governance.matters.models.kinds import CommitteeKind, CommitteeKindMilestone
from governance.matters.models.matters import (
    Follower,
    Matter,
    MatterPhoto,
    MatterQuerySet,
    StageChange,
    Steward,
    UntiedThing,
)
from governance.matters.models.milestones import Milestone
from governance.matters.models.promises import AFTER_ANSWERS, Promise, PromiseQuerySet
from governance.matters.models.shares import ShareLine, ShareSubsidy, ShareTable

__all__ = [
    "AFTER_ANSWERS",
    "CommitteeKind",
    "CommitteeKindMilestone",
    "Document",
    "DocumentFile",
    "DocumentVersion",
    "Follower",
    "Matter",
    "MatterPhoto",
    "MatterQuerySet",
    "Milestone",
    "Promise",
    "PromiseQuerySet",
    "ShareLine",
    "ShareSubsidy",
    "ShareTable",
    "StageChange",
    "Steward",
    "UntiedThing",
]
