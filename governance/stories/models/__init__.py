"""Models of the stories (故事)."""

from __future__ import annotations

from governance.stories.models.parts import StoryPart
from governance.stories.models.stories import (
    FIGURES,
    ShownPerson,
    Story,
    StoryPhoto,
    StoryPhotoQuerySet,
    StoryQuerySet,
    TakenArticle,
    TakenUp,
)

__all__ = [
    "FIGURES",
    "ShownPerson",
    "Story",
    "StoryPart",
    "StoryPhoto",
    "StoryPhotoQuerySet",
    "StoryQuerySet",
    "TakenArticle",
    "TakenUp",
]
