"""Input from people, cleaned."""

from __future__ import annotations

from governance.notices.forms.circulars import CircularForm, TakeBackForm
from governance.notices.forms.notices import NoticeForm, PaperForm, PostingForm, WithdrawForm

__all__ = [
    "CircularForm",
    "NoticeForm",
    "PaperForm",
    "PostingForm",
    "TakeBackForm",
    "WithdrawForm",
]
