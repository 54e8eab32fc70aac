"""Models of the public lounge (公共客厅)."""

from __future__ import annotations

from governance.lounge.models.joining import Attendance, Bookmark, Offer, Support, Wish
from governance.lounge.models.moderation import Hiding, Pause, Report
from governance.lounge.models.posts import MAX_POST_PHOTOS, Photo, Post, PostVersion
from governance.lounge.models.threads import (
    POSTS_A_PAGE,
    Authored,
    Invitation,
    Thread,
    ThreadQuerySet,
    page_start,
)
from governance.lounge.models.unnamed import Unmasking, Unnamed

__all__ = [
    "MAX_POST_PHOTOS",
    "POSTS_A_PAGE",
    "Attendance",
    "Authored",
    "Bookmark",
    "Hiding",
    "Invitation",
    "Offer",
    "Pause",
    "Photo",
    "Post",
    "PostVersion",
    "Report",
    "Support",
    "Thread",
    "ThreadQuerySet",
    "Unmasking",
    "Unnamed",
    "Wish",
    "page_start",
]
