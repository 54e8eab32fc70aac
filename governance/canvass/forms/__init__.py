"""Forms of the canvass room."""

from __future__ import annotations

from governance.canvass.forms.answers import AnswerForm, PaperAnswerForm, ReceiptForm, SlipForm
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
    RewordCanvassForm,
    ShortNoticeForm,
    WithdrawCanvassForm,
    initial_for_kind,
    initial_of_canvass,
)
from governance.canvass.forms.talks import AssignDoorsForm, TalkForm, ToldTogetherForm, VisitForm

__all__ = [
    "AnswerForm",
    "AssignDoorsForm",
    "CastForm",
    "DraftForm",
    "ExtendForm",
    "HoldForm",
    "HoldersForm",
    "KeysForm",
    "PaperAnswerForm",
    "PaperTotalsForm",
    "ReceiptForm",
    "RewordCanvassForm",
    "ShortNoticeForm",
    "SlipForm",
    "TalkForm",
    "ToldTogetherForm",
    "VisitForm",
    "WithdrawCanvassForm",
    "initial_for_kind",
    "initial_of_canvass",
]
