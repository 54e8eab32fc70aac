"""Input in the lounge, split by noun."""

from __future__ import annotations

from governance.lounge.forms.moderation import (
    AppealForm,
    CallOffForm,
    DecideForm,
    HideForm,
    LockForm,
    PauseForm,
    ReportForm,
    SetAsideForm,
    UnmaskForm,
)
from governance.lounge.forms.posts import PostForm, ReplyForm
from governance.lounge.forms.threads import FORMS, AttendForm, ThreadForm, beginning_with

__all__ = [
    "FORMS",
    "AppealForm",
    "AttendForm",
    "CallOffForm",
    "DecideForm",
    "HideForm",
    "LockForm",
    "PauseForm",
    "PostForm",
    "ReplyForm",
    "ReportForm",
    "SetAsideForm",
    "ThreadForm",
    "UnmaskForm",
    "beginning_with",
]
