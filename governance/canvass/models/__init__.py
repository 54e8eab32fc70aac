"""Models of a canvass: the question, its voices, their answers and the result."""

from __future__ import annotations

from governance.canvass.models.answers import (
    Answer,
    Channel,
    Choice,
    Confirmation,
    Current,
    LateAccess,
)
from governance.canvass.models.attachments import Attachment
from governance.canvass.models.box import (
    PAIRS,
    SEATS,
    Box,
    Holder,
    Receipt,
    RollEntry,
    SealedBallot,
)
from governance.canvass.models.canvass import Canvass
from governance.canvass.models.counts import Count
from governance.canvass.models.delegations import Delegation
from governance.canvass.models.objections import Objection, Talk
from governance.canvass.models.options import MAX_OPTIONS, MIN_OPTIONS, Option
from governance.canvass.models.papers import PaperLine
from governance.canvass.models.purposes import DECIDING, Electorate, Purpose
from governance.canvass.models.querysets import PUBLISHED_AFTER, CanvassQuerySet
from governance.canvass.models.roster import (
    AnsweringMember,
    Errand,
    Visit,
    Voice,
    VoiceBookmark,
    VoiceFlat,
)
from governance.canvass.models.sheets import HomeEntry, LineReading, ScannedPage, Sheet
from governance.canvass.models.short_notice import ShortNotice
from governance.canvass.models.texts import TextVersion

__all__ = [
    "DECIDING",
    "MAX_OPTIONS",
    "MIN_OPTIONS",
    "PAIRS",
    "PUBLISHED_AFTER",
    "SEATS",
    "Answer",
    "AnsweringMember",
    "Attachment",
    "Box",
    "Canvass",
    "CanvassQuerySet",
    "Channel",
    "Choice",
    "Confirmation",
    "Count",
    "Current",
    "Delegation",
    "Electorate",
    "Errand",
    "Holder",
    "HomeEntry",
    "LateAccess",
    "LineReading",
    "Objection",
    "Option",
    "PaperLine",
    "Purpose",
    "Receipt",
    "RollEntry",
    "ScannedPage",
    "SealedBallot",
    "Sheet",
    "ShortNotice",
    "Talk",
    "TextVersion",
    "Visit",
    "Voice",
    "VoiceBookmark",
    "VoiceFlat",
]
