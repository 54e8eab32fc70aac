"""Pages of a canvass."""

from __future__ import annotations

from governance.canvass.views.answering import answer, ballot, box, know
from governance.canvass.views.checks import waiting
from governance.canvass.views.doors import (
    bring,
    check,
    evidence,
    round_,
    share,
    slip,
    together,
    visit,
    voice,
)
from governance.canvass.views.drafting import (
    announce,
    draft,
    edit,
    extend,
    preview,
    remove_attachment,
    reword,
    withdraw,
)
from governance.canvass.views.exports import record
from governance.canvass.views.objections import objection
from governance.canvass.views.pages import attachment, how, listing, page, versions
from governance.canvass.views.paper import ballots, result, sheet, slips
from governance.canvass.views.papers import (
    confirm_paper,
    dispute_paper,
    hand_out,
    take_paper_back,
)
from governance.canvass.views.sealed import choose, envelope, hold, holders
from governance.canvass.views.short_notice import short_notice
from governance.canvass.views.steps import close, count, open_, publish

__all__ = [
    "announce",
    "answer",
    "attachment",
    "ballot",
    "ballots",
    "box",
    "bring",
    "check",
    "choose",
    "close",
    "confirm_paper",
    "count",
    "dispute_paper",
    "draft",
    "edit",
    "envelope",
    "evidence",
    "extend",
    "hand_out",
    "hold",
    "holders",
    "how",
    "know",
    "listing",
    "objection",
    "open_",
    "page",
    "preview",
    "publish",
    "record",
    "remove_attachment",
    "result",
    "reword",
    "round_",
    "share",
    "sheet",
    "short_notice",
    "slip",
    "slips",
    "take_paper_back",
    "together",
    "versions",
    "visit",
    "voice",
    "waiting",
    "withdraw",
]
