"""Input from people, cleaned, split by noun."""

from __future__ import annotations

from governance.canvass.forms.answers import AnswerForm, PaperForm, ReceiptForm, SlipForm
from governance.canvass.forms.box import (
    CastForm,
    HoldersForm,
    HoldForm,
    KeysForm,
    PaperTotalsForm,
)
from governance.canvass.forms.drafts import (
    DraftForm,
    ExtendForm,
    RewordForm,
    ShortNoticeForm,
    WithdrawForm,
    beginning_of,
    beginning_with,
)
from governance.canvass.forms.talks import ShareForm, TalkForm, TogetherForm, VisitForm

__all__ = [
    "AnswerForm",
    "CastForm",
    "DraftForm",
    "ExtendForm",
    "HoldForm",
    "HoldersForm",
    "KeysForm",
    "PaperForm",
    "PaperTotalsForm",
    "ReceiptForm",
    "RewordForm",
    "ShareForm",
    "ShortNoticeForm",
    "SlipForm",
    "TalkForm",
    "TogetherForm",
    "VisitForm",
    "WithdrawForm",
    "beginning_of",
    "beginning_with",
]
