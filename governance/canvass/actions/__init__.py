"""Actions on a canvass. Each locks the canvass first."""

from __future__ import annotations

from governance.canvass.actions.answering import answer_on_web, check_answer, record_paper_answer
from governance.canvass.actions.contributors import replace_contributors
from governance.canvass.actions.counting import close_canvass, count_canvass, publish_canvass
from governance.canvass.actions.drafting import (
    announce_canvass,
    draft_canvass,
    edit_canvass,
    remove_attachment,
    withdraw_canvass,
)
from governance.canvass.actions.forgetting import forget_in_papers
from governance.canvass.actions.holding import choose_holders, hold_envelope, print_envelope
from governance.canvass.actions.objecting import record_offer, record_talk
from governance.canvass.actions.opening import extend_canvass, open_attached_canvass, open_canvass
from governance.canvass.actions.papers import (
    confirm_paper,
    dispute_paper,
    hand_out_paper,
    take_paper_back,
)
from governance.canvass.actions.reading import keep_objection, mark_news_read, mark_texts_read
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.actions.secret import cast_ballot
from governance.canvass.actions.short_notice import agree_to_short_notice
from governance.canvass.actions.unsealing import count_box
from governance.canvass.actions.visiting import (
    acknowledge,
    assign_doors,
    record_told_together,
    record_visit,
    unassign_doors,
)

__all__ = [
    "acknowledge",
    "agree_to_short_notice",
    "announce_canvass",
    "answer_on_web",
    "assign_doors",
    "cast_ballot",
    "check_answer",
    "choose_holders",
    "close_canvass",
    "confirm_paper",
    "count_box",
    "count_canvass",
    "dispute_paper",
    "draft_canvass",
    "edit_canvass",
    "extend_canvass",
    "forget_in_papers",
    "hand_out_paper",
    "hold_envelope",
    "keep_objection",
    "mark_news_read",
    "mark_texts_read",
    "open_attached_canvass",
    "open_canvass",
    "print_envelope",
    "publish_canvass",
    "record_offer",
    "record_paper_answer",
    "record_talk",
    "record_told_together",
    "record_visit",
    "remove_attachment",
    "replace_contributors",
    "reword_canvass",
    "take_paper_back",
    "unassign_doors",
    "withdraw_canvass",
]
