"""Forms of the notice board."""

from __future__ import annotations

from governance.notices.forms.circulars import CircularForm, WithdrawCircularForm
from governance.notices.forms.notices import (
    NoticeForm,
    PaperPhotoForm,
    PostingForm,
    WithdrawNoticeForm,
)

__all__ = [
    "CircularForm",
    "NoticeForm",
    "PaperPhotoForm",
    "PostingForm",
    "WithdrawCircularForm",
    "WithdrawNoticeForm",
]
