"""Forms of the lounge."""

from __future__ import annotations

from governance.lounge.forms.moderation import (
    AppealDecisionForm,
    AppealForm,
    CallOffForm,
    HideForm,
    LockForm,
    PauseForm,
    ReportForm,
    SetAsideForm,
    UnmaskForm,
)
from governance.lounge.forms.posts import PostForm, ReplyForm
from governance.lounge.forms.threads import FORMS, AttendForm, ThreadForm, initial_of_thread

__all__ = [
    "FORMS",
    "AppealDecisionForm",
    "AppealForm",
    "AttendForm",
    "CallOffForm",
    "HideForm",
    "LockForm",
    "PauseForm",
    "PostForm",
    "ReplyForm",
    "ReportForm",
    "SetAsideForm",
    "ThreadForm",
    "UnmaskForm",
    "initial_of_thread",
]
